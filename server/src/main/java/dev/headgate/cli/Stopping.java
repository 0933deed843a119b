package dev.headgate.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Whether the process has been told to stop. The first `SIGINT` or `SIGTERM` asks for a clean end;
/// whoever then presses Ctrl-C again does not want to wait for it.
final class Stopping {
  private static final int INTERRUPTED = 130; // 128 and the number of the signal, as shells have it

  private final CountDownLatch told = new CountDownLatch(1);

  Stopping(Signals signals) {
    signals.on("TERM", told::countDown);
    signals.on("INT", this::interrupted);
  }

  private void interrupted() {
    if (told.getCount() == 0) {
      Runtime.getRuntime().halt(INTERRUPTED);
    }
    told.countDown();
  }

  void await() throws InterruptedException {
    told.await();
  }

  /// Waits for `most`; says whether it was told.
  boolean await(Duration most) throws InterruptedException {
    return told.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }
}
