package dev.headgate.route;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom a call asks, in order, and its limits: `retries` of one target after its first attempt, and
/// the most output tokens an attempt may ask for. `fallback` is the canned answer, if there is one.
public record Plan(
    List<Target> targets,
    Timeouts timeouts,
    int retries,
    int outputCap,
    @Nullable String fallback) {
  public Plan {
    targets = List.copyOf(targets);
  }

  /// The same, over after `most` at the latest.
  public Plan within(Duration most) {
    return new Plan(targets, timeouts.within(most), retries, outputCap, fallback);
  }
}
