package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Usage;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.FakeClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final FakeClock clock = new FakeClock();
  private final Tally tally = new Tally(clock, clock.nanos());

  private void ended(Outcome outcome, double millis, @Nullable Double firstToken) {
    tally.add(
        new CallRecord(
            "id",
            0,
            new CallRecord.Asked("features", "open", "feature/f", "f", firstToken != null, null),
            new CallRecord.Served("control", 1, "sim/sim-small", 1, null, null),
            new CallRecord.Ending(outcome, null, 200, null, millis, firstToken, null),
            new Usage(10, 2, 0, 5, 0, Usage.Source.PROVIDER)));
  }

  @Test
  void countsByHowCallsEnded() {
    for (Outcome outcome : Outcome.values()) {
      ended(outcome, 1, null);
    }
    ended(Outcome.DEGRADED, 1, null);

    var figures = tally.figures();
    assertThat(figures.calls()).isEqualTo(7);
    assertThat(figures.answered()).isEqualTo(1);
    assertThat(figures.errors()).as("failed and cut").isEqualTo(2);
    assertThat(figures.fallbacks()).as("degraded").isEqualTo(2);
    assertThat(figures.tokens()).isEqualTo(7 * 17);
  }

  @Test
  void ratesAndPercentilesAreOfTheLastTenWholeSeconds() {
    for (int i = 1; i <= 100; i++) {
      ended(Outcome.ANSWERED, i, i * 0.5);
    }
    assertThat(tally.figures().perSecond()).as("no whole second yet").isZero();

    clock.jump(2);
    assertThat(tally.figures().perSecond()).isEqualTo(50);
    assertThat(tally.figures().p50()).isEqualTo(50);
    assertThat(tally.figures().p95()).isEqualTo(95);
    assertThat(tally.figures().firstToken()).isEqualTo(25);

    clock.jump(8);
    assertThat(tally.figures().perSecond()).isEqualTo(10);

    clock.jump(1);
    assertThat(tally.figures().perSecond()).isZero();
    assertThat(tally.figures().p50()).isZero();
    assertThat(tally.figures().calls()).isEqualTo(100);
  }
}
