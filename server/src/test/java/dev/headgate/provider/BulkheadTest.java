package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Cause;
import dev.headgate.base.Stop;
import dev.headgate.provider.Bulkhead.Entry;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.FakeClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BulkheadTest {
  private final FakeClock clock = new FakeClock();
  private final Bulkhead bulkhead =
      new Bulkhead(new BulkheadConfig(2, 2, Duration.ofSeconds(5)), clock);

  private Entry.In in() {
    return (Entry.In) bulkhead.enter(new Stop());
  }

  private FutureTask<Entry> waiting(Stop stop) throws InterruptedException {
    int before = bulkhead.waiting();
    var entering = new FutureTask<>(() -> bulkhead.enter(stop));
    Thread.ofVirtual().start(entering);
    Await.until("the caller to queue", () -> bulkhead.waiting() > before);
    return entering;
  }

  @Test
  void soManyAreInsideAndTheNextWaitTheirTurn() throws Exception {
    Entry.In first = in();
    Entry.In second = in();
    var third = waiting(new Stop());
    var fourth = waiting(new Stop());

    first.out().close();
    assertThat(third.get()).isInstanceOf(Entry.In.class);
    assertThat(fourth.isDone()).isFalse();
    second.out().close();
    assertThat(fourth.get()).isInstanceOf(Entry.In.class);
    assertThat(bulkhead.inside()).isEqualTo(2);
  }

  @Test
  void aFullQueueSaysSoAtOnce() throws Exception {
    in();
    in();
    waiting(new Stop());
    waiting(new Stop());
    assertThat(bulkhead.enter(new Stop())).isEqualTo(new Entry.Out("queue-full"));
  }

  @Test
  void nobodyWaitsLongerThanItIsWorth() throws Exception {
    in();
    in();
    var third = waiting(new Stop());
    clock.pass(5);
    assertThat(third.get()).isEqualTo(new Entry.Out("queue-wait"));
    assertThat(bulkhead.waiting()).isZero();
  }

  @Test
  void whoLeavesGivesItsPlaceInTheQueueToTheNext() throws Exception {
    Entry.In first = in();
    in();
    var gone = new Stop();
    var third = waiting(gone);
    var fourth = waiting(new Stop());
    gone.now(Cause.CLIENT_GONE);
    assertThat(third.get()).isInstanceOf(Entry.Out.class);
    first.out().close();
    assertThat(fourth.get()).isInstanceOf(Entry.In.class);
  }

  @Test
  void leavingTwiceCountsOnce() {
    Entry.In first = in();
    in();
    first.out().close();
    first.out().close();
    assertThat(bulkhead.inside()).isEqualTo(1);
  }

  /// A place that is granted just as its caller gives up is neither lost nor doubled.
  @Test
  void afterAnyMixOfEndingsItIsEmpty() throws Exception {
    var crowd = new Bulkhead(new BulkheadConfig(3, 50, Duration.ofSeconds(5)), clock);
    var most = new AtomicInteger();
    var random = new Random(11);
    List<Thread> callers = new ArrayList<>();
    List<Stop> stops = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      var stop = new Stop();
      stops.add(stop);
      callers.add(
          Thread.ofVirtual()
              .start(() -> {
                if (crowd.enter(stop) instanceof Entry.In(var out)) {
                  most.accumulateAndGet(crowd.inside(), Math::max);
                  Thread.yield();
                  out.close();
                }
              }));
      if (random.nextInt(4) == 0) {
        stops.get(random.nextInt(stops.size())).now(Cause.CLIENT_GONE);
      }
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(most.get()).isBetween(1, 3);
    assertThat(crowd.inside()).isZero();
    assertThat(crowd.waiting()).isZero();
  }
}
