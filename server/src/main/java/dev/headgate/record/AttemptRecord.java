package dev.headgate.record;

import dev.headgate.base.Cost;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import org.jspecify.annotations.Nullable;

/// One upstream request of a call. Times are milliseconds, the start's since the call came;
/// `firstTokenMillis` since the attempt's start. `span` is the attempt's 16 hex digits in the
/// trace, `terms` what the provider says of how it served it, `next` whether another attempt
/// followed: `retry` of the same target, or `failover` to another.
public record AttemptRecord(
    int number,
    String target,
    String span,
    Terms terms,
    double startMillis,
    @Nullable Double firstTokenMillis,
    double durationMillis,
    @Nullable Integer status,
    Outcome outcome,
    @Nullable String cause,
    Usage usage,
    @Nullable Cost cost,
    @Nullable String next) {

  /// The one that the provider says it served.
  public @Nullable String model() {
    return terms.model();
  }

  /// The same once an attempt at `other` has followed.
  public AttemptRecord followedBy(String other) {
    String why = other.equals(target) ? "retry" : "failover";
    return new AttemptRecord(
        number,
        target,
        span,
        terms,
        startMillis,
        firstTokenMillis,
        durationMillis,
        status,
        outcome,
        cause,
        usage,
        cost,
        why);
  }
}
