package dev.headgate.call;

import dev.headgate.config.Section;
import dev.headgate.route.Provider;
import dev.headgate.route.Timeouts;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// What a feature says of its calls' time: it wins over what their provider says.
public record Limits(UnaryOperator<Timeouts> timeouts, OptionalInt retries) {
  public static Limits read(Section feature) {
    return new Limits(
        Timeouts.read(feature.section("timeouts")),
        feature.integer("retries", 0, Provider.MOST_RETRIES));
  }
}
