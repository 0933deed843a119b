package dev.headgate.http;

import java.util.concurrent.atomic.AtomicInteger;

/// Lets clients' connections in, of all loops together: so many at a time, and none once it is
/// shut.
final class Door {
  private final int most;
  private final AtomicInteger inside = new AtomicInteger();
  private volatile boolean shut;

  Door(int most) {
    this.most = most;
  }

  boolean enter() {
    if (inside.incrementAndGet() <= most && !shut) {
      return true;
    }
    inside.decrementAndGet();
    return false;
  }

  void leave() {
    inside.decrementAndGet();
  }

  void shut() {
    shut = true;
  }
}
