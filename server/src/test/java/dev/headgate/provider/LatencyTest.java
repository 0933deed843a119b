package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LatencyTest {
  private static final long SECOND = 1_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private final Latency latency = new Latency();

  @Test
  void whatNobodyAskedIsQuick() {
    assertThat(latency.score(SECOND)).isZero();
  }

  @Test
  void aPeakCountsAtOnceAndFadesSlowly() {
    latency.seen(0, 100 * MILLI);
    latency.seen(SECOND, 2_000 * MILLI);
    assertThat(latency.score(SECOND)).isCloseTo(2_000, within(1.0));
    for (int i = 2; i < 60; i++) {
      latency.seen(i * SECOND, 100 * MILLI);
    }
    assertThat(latency.score(59 * SECOND)).isBetween(99.0, 115.0);
  }

  @Test
  void whoWaitsForItMakesItSlower() {
    latency.seen(0, 100 * MILLI);
    latency.sent();
    latency.sent();
    assertThat(latency.score(0)).isCloseTo(300, within(1.0));
    latency.gone();
    latency.gone();
    assertThat(latency.score(0)).isCloseTo(100, within(1.0));
  }

  @Test
  void whatWasSlowLongAgoIsTriedAgain() {
    latency.seen(0, 60_000 * MILLI);
    assertThat(latency.score(20 * 60 * SECOND)).isLessThan(1);
  }
}
