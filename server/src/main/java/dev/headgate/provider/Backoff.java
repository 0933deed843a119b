package dev.headgate.provider;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before the next attempt at a target: what the provider asked for, or between
/// nothing and an exponentially growing bound, so that callers who failed together do not return
/// together (full jitter).
record Backoff(RandomGenerator random) {
  private static final long FIRST = 500;
  private static final long LONGEST = 8_000;

  /// The longest that a provider's `Retry-After` is waited for.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// The pause before retry number `retry`, from 0 on; none if waiting that long is not worth it.
  Optional<Duration> before(int retry, Fault fault) {
    Duration asked = fault.retryAfter();
    if (asked != null) {
      return Optional.of(asked).filter(wait -> wait.compareTo(PATIENCE) <= 0);
    }
    long bound = Math.min(LONGEST, FIRST << Math.min(retry, 10));
    return Optional.of(Duration.ofMillis(1 + random.nextLong(bound)));
  }
}
