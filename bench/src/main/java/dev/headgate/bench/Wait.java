package dev.headgate.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Waiting, always with an end.
final class Wait {
  private static final Duration STEP = Duration.ofMillis(2);

  private Wait() {}

  /// Returns how long it took.
  static Duration until(String what, Duration atMost, BooleanSupplier done) {
    long start = System.nanoTime();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - start > atMost.toNanos()) {
        throw new Failed("not within " + atMost.toSeconds() + " s: " + what);
      }
      sleep(STEP);
    }
    return Duration.ofNanos(System.nanoTime() - start);
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
