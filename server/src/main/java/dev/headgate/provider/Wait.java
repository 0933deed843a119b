package dev.headgate.provider;

import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.Stop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/// A pause that a stop ends early.
final class Wait {
  private Wait() {}

  static void until(Clock clock, Duration pause, Stop stop) {
    until(clock, pause, stop, new CountDownLatch(1));
  }

  /// The pause is over too when somebody counts `over` down, which in any case is down then.
  static void until(Clock clock, Duration pause, Stop stop, CountDownLatch over) {
    try (Registration _ = clock.at(clock.nanos() + pause.toNanos(), over::countDown);
        Registration _ = stop.onStop(_ -> over.countDown())) {
      over.await();
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts a call", bug);
    }
  }
}
