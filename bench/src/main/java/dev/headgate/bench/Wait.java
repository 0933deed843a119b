package dev.headgate.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting, always with an end.
final class Wait {
  private static final Duration STEP = Duration.ofMillis(2);

  private Wait() {}

  static void until(String what, Duration atMost, BooleanSupplier done) {
    if (!upTo(atMost, done)) {
      throw new Failed("not within " + atMost.toSeconds() + " s: " + what);
    }
  }

  /// Returns whether it came true in time.
  static boolean upTo(Duration atMost, BooleanSupplier done) {
    long end = System.nanoTime() + atMost.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() > end) {
        return false;
      }
      sleep(STEP);
    }
    return true;
  }

  static void sleep(Duration time) {
    until(System.nanoTime() + time.toNanos());
  }

  /// Until that moment of `System.nanoTime`; some 60 µs later, as the kernel's timers have it.
  static void until(long nanos) {
    for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
