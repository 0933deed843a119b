package dev.headgate.http;

import java.util.concurrent.atomic.AtomicLong;

/// The memory for request bodies, of all calls together. What was only announced takes none, so
/// that nobody can keep others out with a promise.
final class Bodies {
  private final long most;
  private final AtomicLong held = new AtomicLong();

  Bodies(long most) {
    this.most = most;
  }

  boolean fits(long bytes) {
    return held.get() + bytes <= most;
  }

  boolean take(long bytes) {
    if (held.addAndGet(bytes) <= most) {
      return true;
    }
    held.addAndGet(-bytes);
    return false;
  }

  void give(long bytes) {
    held.addAndGet(-bytes);
  }

  long held() {
    return held.get();
  }
}
