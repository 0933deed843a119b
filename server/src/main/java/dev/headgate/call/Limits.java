package dev.headgate.call;

import dev.headgate.config.Section;
import dev.headgate.route.Provider;
import dev.headgate.route.Timeouts;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/// What a feature says of its calls' time: it wins over what their provider says.
public record Limits(UnaryOperator<Timeouts> timeouts, OptionalInt retries) {
  private static final int MOST_RETRIES = 10;

  public static Limits read(Section feature) {
    return new Limits(
        Timeouts.read(feature.section("timeouts")), feature.integer("retries", 0, MOST_RETRIES));
  }

  Timeouts timeouts(Provider provider) {
    return timeouts.apply(provider.timeouts());
  }

  int retries(Provider provider) {
    return retries.orElse(provider.retries());
  }
}
