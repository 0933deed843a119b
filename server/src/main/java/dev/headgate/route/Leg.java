package dev.headgate.route;

import java.util.OptionalInt;

/// A target's place in a plan: its deadlines, how often it is asked again after its first attempt,
/// and the tokens of its context window, if they are known.
public record Leg(Target target, Timeouts timeouts, int retries, OptionalInt window) {
  Leg within(Timeouts limits) {
    return new Leg(target, limits, retries, window);
  }
}
