package dev.headgate.call;

import dev.headgate.base.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Those turned away before anybody knows who they are. They get no record, so that a scanner fills
/// no store, and one line of the log in ten seconds.
final class Strangers {
  private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
  private static final long PAUSE = 10_000_000_000L;

  private final Clock clock;
  private long unsaid;
  private long next;

  Strangers(Clock clock) {
    this.clock = clock;
    next = clock.nanos();
  }

  synchronized void refused(String cause) {
    unsaid++;
    if (clock.nanos() - next >= 0) {
      LOG.info(
          "Refused {} before its caller was known ({} since the last such line)", cause, unsaid);
      unsaid = 0;
      next = clock.nanos() + PAUSE;
    }
  }
}
