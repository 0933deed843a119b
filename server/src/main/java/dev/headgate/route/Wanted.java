package dev.headgate.route;

import dev.headgate.protocol.Ask;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What a call wants of a plan: a model by name, and the limits of the feature it belongs to, if
/// any, which win over those of aliases and providers.
public record Wanted(
    String model,
    Ask ask,
    @Nullable String feature,
    UnaryOperator<Timeouts> timeouts,
    OptionalInt retries,
    int outputCap,
    @Nullable String fallback) {
  /// What a caller asks for itself.
  public static Wanted of(Ask ask, int outputCap) {
    return new Wanted(
        ask.model(), ask, null, UnaryOperator.identity(), OptionalInt.empty(), outputCap, null);
  }
}
