package dev.headgate.provider;

import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.Stop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// Keeps a provider's calls to so many at once, so that a slow one does not fill the gate: further
/// calls queue, first come, first served, and of those so many at most.
final class Bulkhead {
  /// What came of asking to be let in.
  sealed interface Entry {
    /// Close it, once, when the call has ended.
    record In(Registration out) implements Entry {}

    /// Not let in; `why` is `queue-full`, or `queue-wait`.
    record Out(String why) implements Entry {}
  }

  private final BulkheadConfig config;
  private final Clock clock;
  private final Deque<CountDownLatch> waiting = new ArrayDeque<>();
  private int inside;

  Bulkhead(BulkheadConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  Entry enter(Stop stop) {
    var turn = new CountDownLatch(1);
    synchronized (this) {
      if (inside < config.calls()) {
        inside++;
        return in();
      }
      if (waiting.size() >= config.queue()) {
        return new Entry.Out("queue-full");
      }
      waiting.addLast(turn);
    }
    Wait.until(clock, config.patience(), stop, turn);
    synchronized (this) {
      return waiting.remove(turn) ? new Entry.Out("queue-wait") : in();
    }
  }

  private Entry in() {
    var left = new AtomicBoolean();
    return new Entry.In(() -> {
      if (left.compareAndSet(false, true)) {
        leave();
      }
    });
  }

  /// Whoever has waited longest takes the place.
  private synchronized void leave() {
    CountDownLatch next = waiting.pollFirst();
    if (next == null) {
      inside--;
    } else {
      next.countDown();
    }
  }

  synchronized int inside() {
    return inside;
  }

  synchronized int waiting() {
    return waiting.size();
  }
}
