package dev.headgate.record;

import dev.headgate.base.Cost;
import dev.headgate.base.Usage;
import org.jspecify.annotations.Nullable;

/// One upstream request of a call. Times are milliseconds, the start's since the call came;
/// `firstTokenMillis` since the attempt's start. `model` is the one that the provider says it
/// served, `span` the attempt's 16 hex digits in the trace, `next` why another attempt followed.
public record AttemptRecord(
    int number,
    String target,
    String span,
    @Nullable String model,
    double startMillis,
    @Nullable Double firstTokenMillis,
    double durationMillis,
    @Nullable Integer status,
    Outcome outcome,
    @Nullable String cause,
    Usage usage,
    @Nullable Cost cost,
    @Nullable String next) {}
