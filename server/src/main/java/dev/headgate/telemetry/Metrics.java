package dev.headgate.telemetry;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.headgate.base.NanoUsd;
import dev.headgate.base.Usage;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.telemetry.Names.Labels;
import dev.headgate.telemetry.OtelConfig.GenAi;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.stream.Stream;

/// Counts finished calls. Belongs to the one thread that is shown them.
final class Metrics {
  static final String OVERHEAD = "headgate.gateway.overhead";
  private static final String FEATURE = "feature";
  private static final String VARIANT = "variant";
  private static final String PROVIDER = "provider";
  private static final String MODEL = "model";

  private final Exemplar exemplar;
  private final GenAiMetrics genAi;
  private final Family<Counter> requests;
  private final Family<Timer> durations;
  private final Family<Timer> firstTokens;
  private final Family<Timer> overheads;
  private final Family<Counter> attempts;
  private final Family<Counter> tokens;
  private final Family<Counter> costs;
  private final Trouble trouble;

  /// What went otherwise than it was meant to.
  private record Trouble(
      Family<Counter> unpriced, Family<Counter> degraded, Family<Counter> refusals) {
    static Trouble of(Meters meters) {
      return new Trouble(
          meters.counters(
              "headgate.unpriced.calls",
              "Calls of which some part has no known price.",
              PROVIDER,
              MODEL),
          meters.counters(
              "headgate.degraded.responses", "Calls that got the canned answer.", FEATURE),
          meters.counters(
              "headgate.refusals",
              "Calls that the gate refused; caller is unknown where it never learned who asked.",
              "code",
              "caller"));
    }
  }

  Metrics(Meters meters, Exemplar exemplar, GenAi names) {
    this.exemplar = exemplar;
    genAi = new GenAiMetrics(meters, names);
    requests =
        meters.counters(
            "headgate.requests", "Calls, by how they ended.", served(PROVIDER, "outcome"));
    durations =
        meters.timers(
            "headgate.request.duration",
            "From a call's first byte to its end.",
            served("outcome_class"));
    firstTokens =
        meters.timers(
            "headgate.time.to.first.token",
            "From a stream's first byte in to its first content.",
            served());
    overheads =
        meters.timers(OVERHEAD, "What the gate itself took until an answer began.", "route");
    attempts =
        meters.counters(
            "headgate.upstream.attempts",
            "Requests to providers, by how they ended.",
            PROVIDER,
            MODEL,
            "result",
            "reason");
    tokens =
        meters.tokenCounters(
            "headgate.tokens",
            "Tokens; input includes the cache's, output those of reasoning.",
            served("kind"));
    costs = meters.counters("headgate.cost.usd", "What attempts cost, in dollars.", served());
    trouble = Trouble.of(meters);
  }

  /// The labels of what a feature's variant is served by, and more.
  private static String[] served(String... more) {
    return Stream.concat(Stream.of(FEATURE, VARIANT, MODEL), Stream.of(more))
        .toArray(String[]::new);
  }

  /// Counts a finished call; `traced` if its spans can be looked up.
  void count(CallRecord call, Names names, boolean traced) {
    Labels at = names.of(call);
    Outcome outcome = call.ending().outcome();
    exemplar.is(call.trace().id(), call.trace().span(), traced);
    requests.of(at.feature(), at.variant(), at.model(), at.provider(), outcome.text()).increment();
    if (outcome == Outcome.REFUSED) {
      trouble.refusals.of(Reasons.of(call.ending().cause()), "known").increment();
    }
    if (outcome == Outcome.DEGRADED) {
      trouble.degraded.of(at.feature()).increment();
    }
    times(call, at);
    spend(call, at);
    for (AttemptRecord attempt : call.attempts()) {
      count(call, attempt, names, traced);
    }
  }

  /// Counts a request that was turned away before anybody knew whose it was. Any thread may.
  void turnedAway(String cause) {
    trouble.refusals.of(Reasons.of(cause), "unknown").increment();
  }

  private void times(CallRecord call, Labels at) {
    var ending = call.ending();
    if (ending.outcome() != Outcome.CRASHED) { // when it ended, nobody knows
      record(
          durations.of(at.feature(), at.variant(), at.model(), kind(ending.outcome())),
          ending.durationMillis());
    }
    if (ending.firstTokenMillis() != null) {
      record(firstTokens.of(at.feature(), at.variant(), at.model()), ending.firstTokenMillis());
    }
    if (ending.overheadMillis() != null) {
      record(overheads.of(call.asked().surface()), ending.overheadMillis());
    }
  }

  static void record(Timer timer, double millis) {
    timer.record(Math.round(millis * 1e6), NANOSECONDS);
  }

  private static String kind(Outcome outcome) {
    return switch (outcome) {
      case ANSWERED -> "ok";
      case DEGRADED -> "degraded";
      case FAILED, CUT, CRASHED -> "error";
      case REFUSED, ABANDONED -> "client";
    };
  }

  private void spend(CallRecord call, Labels at) {
    Usage usage = call.usage();
    add(at, "input", usage.input());
    add(at, "output", usage.output());
    add(at, "cache_read", usage.cacheRead());
    add(at, "cache_write", usage.cacheWrite());
    add(at, "reasoning", usage.reasoning());
    NanoUsd cost = call.spend().cost();
    if (cost == null) {
      trouble.unpriced.of(at.provider(), at.model()).increment();
    } else if (!call.attempts().isEmpty()) {
      costs.of(at.feature(), at.variant(), at.model()).increment(cost.nanos() / 1e9);
    }
  }

  private void add(Labels at, String kind, long count) {
    if (count > 0) {
      tokens.of(at.feature(), at.variant(), at.model(), kind).increment((double) count);
    }
  }

  private void count(CallRecord call, AttemptRecord attempt, Names names, boolean traced) {
    String provider = names.provider(attempt.target());
    String model = names.model(attempt.target());
    String reason = Reasons.of(attempt.cause());
    attempts.of(provider, model, attempt.outcome().text(), reason).increment();
    exemplar.is(call.trace().id(), attempt.span(), traced);
    genAi.count(call, attempt, names.vendor(attempt.target()), model);
  }
}
