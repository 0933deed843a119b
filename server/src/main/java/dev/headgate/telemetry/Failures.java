package dev.headgate.telemetry;

import dev.headgate.base.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Pushes of metrics that failed: each is counted, and one in a minute said. What is said names the
/// host alone, for the rest may hold credentials.
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
  private static final long PAUSE = 60_000_000_000L;

  private final String host;
  private final Clock clock;
  private final AtomicLong count = new AtomicLong();
  private long next;

  Failures(String host, Clock clock) {
    this.host = host;
    this.clock = clock;
    next = clock.nanos();
  }

  long count() {
    return count.get();
  }

  /// `why` is our own word, or the name of an exception.
  synchronized void add(String why) {
    long failed = count.incrementAndGet();
    if (clock.nanos() - next >= 0) {
      LOG.warn("Metrics do not reach {}: {} ({} times so far)", host, why, failed);
      next = clock.nanos() + PAUSE;
    }
  }
}
