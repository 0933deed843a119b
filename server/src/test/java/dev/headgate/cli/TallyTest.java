package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.NanoUsd;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.FakeClock;
import dev.headgate.testkit.SomeCall;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final FakeClock clock = new FakeClock();
  private final Tally tally = new Tally(clock, clock.nanos());

  private void ended(Outcome outcome, double millis, @Nullable Double firstToken) {
    tally.add(SomeCall.ended(outcome, millis, firstToken));
  }

  @Test
  void countsByHowCallsEnded() {
    for (Outcome outcome : Outcome.values()) {
      ended(outcome, 1, null);
    }
    ended(Outcome.DEGRADED, 1, null);

    var figures = tally.figures();
    assertThat(figures.calls()).isEqualTo(8);
    assertThat(figures.answered()).isEqualTo(1);
    assertThat(figures.errors()).as("failed, cut and crashed").isEqualTo(3);
    assertThat(figures.fallbacks()).as("degraded").isEqualTo(2);
    assertThat(figures.cost()).isEqualTo(new NanoUsd(8 * 1_000));
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
