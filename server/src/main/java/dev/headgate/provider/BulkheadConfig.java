package dev.headgate.provider;

import dev.headgate.config.Section;
import java.time.Duration;

/// How many calls a provider serves at once, how many more may queue for it, and for how long:
/// `concurrency: { calls: 200, queue: 100, wait: 5s }`.
record BulkheadConfig(int calls, int queue, Duration patience) {
  static final BulkheadConfig STANDARD = new BulkheadConfig(10_000, 1_000, Duration.ofSeconds(5));

  private static final int MOST = 1_000_000;

  static BulkheadConfig read(Section in) {
    return new BulkheadConfig(
        in.integer("calls", STANDARD.calls, 1, MOST),
        in.integer("queue", STANDARD.queue, 0, MOST),
        in.duration("wait", STANDARD.patience, Duration.ofMillis(1), Duration.ofMinutes(10)));
  }
}
