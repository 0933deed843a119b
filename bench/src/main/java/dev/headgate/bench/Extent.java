package dev.headgate.bench;

import java.time.Duration;

/// How much is measured. `settle` passes before each measurement; `calls` and `paced` are how long
/// one takes, in closed and in open loop; `starts` how often the server is started.
record Extent(
    int rounds,
    int repeats,
    Duration warmUp,
    Duration shortWarmUp,
    Duration settle,
    Duration calls,
    Duration paced,
    int streams,
    Duration held,
    int starts,
    Duration atMost) {
  static final Extent FULL =
      new Extent(
          3,
          12,
          Duration.ofSeconds(20),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10),
          5_000,
          Duration.ofSeconds(15),
          5,
          Duration.ofMinutes(40));

  /// Shows in under a minute that all of it works; its figures are those of a JVM not yet warm.
  static final Extent QUICK =
      new Extent(
          1,
          0,
          Duration.ofSeconds(4),
          Duration.ofMillis(300),
          Duration.ofMillis(300),
          Duration.ofMillis(700),
          Duration.ofSeconds(1),
          500,
          Duration.ofSeconds(1),
          1,
          Duration.ofMinutes(3));

  Extent withRounds(int rounds) {
    return new Extent(
        rounds, repeats, warmUp, shortWarmUp, settle, calls, paced, streams, held, starts, atMost);
  }
}
