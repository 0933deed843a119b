package dev.headgate.provider;

import dev.headgate.route.Leg;
import dev.headgate.route.Target;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/// What one attempt is made at: `patience` is how long it may take until content comes, `passesOn`
/// says which faults of the request go to the caller in the provider's own words.
record Aim(
    Leg leg,
    Endpoint endpoint,
    Standing standing,
    Optional<Duration> patience,
    Predicate<Fault> passesOn) {
  Target target() {
    return leg.target();
  }
}
