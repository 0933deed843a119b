package dev.headgate.call;

import dev.headgate.base.Clock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Those turned away before anybody knows who they are. They get no record, so that a scanner fills
/// no store, but are counted, and have one line of the log in ten seconds.
final class Strangers {
  private static final Logger LOG = LoggerFactory.getLogger(Strangers.class);
  private static final long PAUSE = 10_000_000_000L;

  private final Clock clock;
  private final Consumer<String> counted;
  private long unsaid;
  private long next;

  Strangers(Clock clock, Consumer<String> counted) {
    this.clock = clock;
    this.counted = counted;
    next = clock.nanos();
  }

  void refused(String cause) {
    counted.accept(cause);
    say(cause);
  }

  private synchronized void say(String cause) {
    unsaid++;
    if (clock.nanos() - next >= 0) {
      LOG.info(
          "Refused {} before its caller was known ({} since the last such line)", cause, unsaid);
      unsaid = 0;
      next = clock.nanos() + PAUSE;
    }
  }
}
