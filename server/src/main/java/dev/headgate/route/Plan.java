package dev.headgate.route;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom a call asks, in order, and its limits: the time for all of it, which its targets share, and
/// the most output tokens an attempt may ask for. `rejected` are the targets that were passed over,
/// each with its reason; `fallback` is the canned answer, if there is one; `conversation` is that
/// of the request where it matters who served it, else 0.
public record Plan(
    List<Leg> legs,
    List<String> rejected,
    Duration total,
    int outputCap,
    @Nullable String fallback,
    long conversation) {
  public Plan {
    legs = List.copyOf(legs);
    rejected = List.copyOf(rejected);
  }

  public List<Target> targets() {
    return legs.stream().map(Leg::target).toList();
  }

  /// The same, over after `most` at the latest.
  public Plan within(Duration most) {
    return new Plan(
        legs.stream().map(leg -> leg.within(leg.timeouts().within(most))).toList(),
        rejected,
        most.compareTo(total) < 0 ? most : total,
        outputCap,
        fallback,
        conversation);
  }
}
