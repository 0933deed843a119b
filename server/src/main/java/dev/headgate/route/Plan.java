package dev.headgate.route;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whom a call asks, in order, and its limits: `retries` of one target after its first attempt, and
/// the most output tokens an attempt may ask for. `fallback` is the canned answer, if there is one.
public record Plan(
    List<Target> targets, Timeouts timeouts, int retries, int outputCap, @Nullable String fallback) {
  public Plan {
    targets = List.copyOf(targets);
  }

  public Optional<String> cannedAnswer() {
    return Optional.ofNullable(fallback);
  }
}
