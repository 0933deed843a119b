package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.protocol.Dialect;
import dev.headgate.route.Leg;
import dev.headgate.route.Plan;
import dev.headgate.route.Target;
import dev.headgate.route.Timeouts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private static final long SECOND = 1_000_000_000L;

  private static Schedule of(int targets, int firstToken, int total) {
    return of(targets, firstToken, total, true);
  }

  private static Schedule of(int targets, int firstToken, int total, boolean stream) {
    Duration first = Duration.ofSeconds(firstToken);
    Duration all = Duration.ofSeconds(total);
    List<Leg> legs =
        IntStream.range(0, targets)
            .mapToObj(i ->
                new Leg(
                    new Target("p", "m" + i, Dialect.OPENAI),
                    new Timeouts(first, first, first, all),
                    2,
                    OptionalInt.empty()))
            .toList();
    return new Schedule(new Plan(legs, List.of(), all, 1, null, 0), stream, all.toNanos());
  }

  private static Optional<Duration> seconds(int seconds) {
    return Optional.of(Duration.ofSeconds(seconds));
  }

  @Test
  void aStreamHasItsFirstTokenTimeWhereThatLeavesEnough() {
    assertThat(of(2, 20, 60).patience(0, 0)).isEqualTo(seconds(20));
  }

  @Test
  void rw31AnEqualShareIsLeftToEachLaterTarget() {
    assertThat(of(2, 120, 60).patience(0, 0)).isEqualTo(seconds(30));
    assertThat(of(3, 120, 60).patience(0, 0)).isEqualTo(seconds(20));
    assertThat(of(3, 120, 60).patience(1, 30 * SECOND)).isEqualTo(seconds(15));
  }

  @Test
  void aWholeAnswerHasAnEqualShare() {
    assertThat(of(2, 20, 60, false).patience(0, 0)).isEqualTo(seconds(30));
    assertThat(of(3, 20, 60, false).patience(0, 0)).isEqualTo(seconds(20));
    assertThat(of(2, 20, 60, false).patience(1, 40 * SECOND)).isEmpty();
  }

  @Test
  void theLastOneOfAStreamHasItsFirstTokenTime() {
    assertThat(of(2, 20, 60).patience(1, 50 * SECOND)).isEqualTo(seconds(20));
  }

  @Test
  void retriesStopWhereALaterTargetNeedsTheTime() {
    Schedule schedule = of(2, 20, 60);
    assertThat(schedule.allows(0, 0, Duration.ofSeconds(39))).isTrue();
    assertThat(schedule.allows(0, 0, Duration.ofSeconds(41))).isFalse();
    assertThat(schedule.allows(0, 50 * SECOND, Duration.ofSeconds(4))).isTrue();
    assertThat(schedule.allows(0, 50 * SECOND, Duration.ofSeconds(6))).isFalse();
    assertThat(schedule.allows(1, 50 * SECOND, Duration.ofSeconds(9))).isTrue();
    assertThat(schedule.allows(1, 50 * SECOND, Duration.ofSeconds(11))).isFalse();
  }
}
