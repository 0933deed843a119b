package dev.headgate.testkit;

import java.util.function.BooleanSupplier;

/// Waits for what shows itself only by being looked at.
public final class Await {
  private Await() {}

  /// Looks every ten milliseconds, for ten seconds.
  public static void until(String what, BooleanSupplier is) throws InterruptedException {
    long last = System.nanoTime() + 10_000_000_000L;
    while (!is.getAsBoolean()) {
      if (System.nanoTime() > last) {
        throw new IllegalStateException("waited ten seconds for " + what);
      }
      Thread.sleep(10);
    }
  }
}
