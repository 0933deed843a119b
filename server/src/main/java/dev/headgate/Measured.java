package dev.headgate;

import dev.headgate.base.Cost;
import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.price.Prices;
import dev.headgate.protocol.Terms;
import dev.headgate.provider.Standings;
import dev.headgate.route.Ranking;
import dev.headgate.route.Target;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/// What the gate itself has seen of targets and knows of their prices, for plans to be made by.
/// `now` is in milliseconds of the wall's time.
record Measured(Standings standings, Prices prices, LongSupplier now) implements Ranking.Measures {
  /// Of the text in a request, on the average.
  private static final int BYTES_PER_TOKEN = 4;

  /// Where nobody bounds the output.
  private static final int TYPICAL_OUTPUT = 500;

  @Override
  public double latency(Target target) {
    return standings.latency(target);
  }

  @Override
  public double cost(Target target, long requestBytes, int outputTokens) {
    long output = Math.min(outputTokens, TYPICAL_OUTPUT);
    var usage =
        Usage.of(
            Map.of(Unit.INPUT, requestBytes / BYTES_PER_TOKEN + 1, Unit.OUTPUT, output),
            Usage.Source.ESTIMATED);
    Instant at = Instant.ofEpochMilli(now.getAsLong());
    return prices
        .cost(target.provider(), target.model(), usage, Terms.NONE, at)
        .map(Cost::total)
        .map(total -> (double) total.nanos())
        .orElse(Double.POSITIVE_INFINITY);
  }

  @Override
  public OptionalInt window(Target target) {
    int context = prices.limits(target.provider(), target.model()).context();
    return context == 0 ? OptionalInt.empty() : OptionalInt.of(context);
  }
}
