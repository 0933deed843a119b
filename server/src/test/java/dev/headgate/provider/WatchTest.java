package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Stop;
import dev.headgate.base.Tap;
import dev.headgate.testkit.FakeClock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The deadlines of one attempt; each step of the reading is said by the test.
class WatchTest {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  private final FakeClock clock = new FakeClock();
  private final Stop part = new Stop();
  private final Stop call = new Stop();
  private boolean held;
  private Step next = Step.MORE;
  private final Watch watch =
      new Watch(new Reading(), clock, Optional.of(TEN_SECONDS), TEN_SECONDS, true, part);

  @Test
  void afterTheHandOverTheWholeCallIsStopped() {
    comes(Step.CONTENT);
    watch.handOver(() -> held, call);
    clock.jump(10);

    assertThat(call.cause()).contains(Timeout.IDLE);
    assertThat(part.cause()).isEmpty();
  }

  @Test
  void aHeldReaderAndItsReturnAreNotTheProvidersSilence() {
    comes(Step.CONTENT);
    watch.handOver(() -> held, call);
    held = true;
    clock.jump(10);
    clock.jump(10);
    clock.jump(9);
    held = false; // with nothing more on its way
    clock.jump(1);
    assertThat(call.cause()).isEmpty();
    clock.jump(9);
    assertThat(call.cause()).isEmpty();
    clock.jump(1);
    assertThat(call.cause()).contains(Timeout.IDLE);
  }

  @Test
  void whatIsNoContentKeepsNothingAlive() {
    comes(Step.MORE);
    clock.jump(9);
    comes(Step.MORE);
    clock.jump(1);

    assertThat(part.cause()).contains(Timeout.FIRST_TOKEN);
  }

  @Test
  void nothingPassesOnceTheAnswerIsOver() {
    comes(Step.CONTENT);
    comes(Step.LAST);
    watch.handOver(() -> held, call);
    clock.jump(1_000);

    assertThat(watch.isOver()).isTrue();
    assertThat(call.cause()).isEmpty();
    assertThat(part.cause()).isEmpty();
  }

  private void comes(Step step) {
    next = step;
    watch.take(new byte[1], 0, 1, new Out());
  }

  private final class Reading implements Tap {
    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      return next;
    }

    @Override
    public Step end(Out out) {
      return Step.LAST;
    }
  }
}
