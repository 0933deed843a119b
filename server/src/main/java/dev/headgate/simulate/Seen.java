package dev.headgate.simulate;

import dev.headgate.base.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;

/// The latest requests as they came, oldest first: at most so many, and 64 MB of bodies.
public final class Seen {
  private static final long MOST_BYTES = 64 << 20;

  private final int most;
  private final ArrayDeque<Request> latest = new ArrayDeque<>();
  private long bytes;
  private long total;

  Seen(int most) {
    this.most = most;
  }

  synchronized void add(Request request) {
    latest.add(request);
    bytes += request.body().length;
    total++;
    while (latest.size() > most || bytes > MOST_BYTES) {
      bytes -= latest.remove().body().length;
    }
    notifyAll();
  }

  public synchronized List<Request> all() {
    return List.copyOf(latest);
  }

  public synchronized Request last() {
    return latest.getLast();
  }

  /// How many there have ever been.
  public synchronized long total() {
    return total;
  }

  /// Waits until there have been `count` in all, at most so long; whether there have.
  public synchronized boolean await(long count, Duration most) throws InterruptedException {
    long until = System.nanoTime() + most.toNanos();
    for (long left = most.toMillis(); total < count && left > 0; ) {
      wait(left);
      left = (until - System.nanoTime()) / 1_000_000;
    }
    return total >= count;
  }
}
