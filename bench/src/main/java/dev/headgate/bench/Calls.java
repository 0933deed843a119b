package dev.headgate.bench;

import dev.headgate.base.CallId;
import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Trace;
import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.CallRecord.Asked;
import dev.headgate.record.CallRecord.Ending;
import dev.headgate.record.CallRecord.Served;
import dev.headgate.record.CallRecord.Spend;
import dev.headgate.record.CallStart;
import dev.headgate.record.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// Calls as an installation has them, spread over one day: 24 features of two variants each, four
/// targets, eight keys, each feature used by two of them, some features much more than others; one
/// in twenty-five does not end well, one in thirty needs a second attempt. The same seed makes the
/// same calls but for their ids.
final class Calls {
  static final long DAY = 86_400_000;

  private static final int FEATURES = 24;
  private static final int KEYS = 8;
  private static final List<String> TARGETS =
      List.of(
          "openai/gpt-6-luna",
          "anthropic/claude-haiku-5-5",
          "anthropic/claude-sonnet-5-5",
          "google/gemini-4-flash");

  private final Random random;
  private final long day;
  private final int count;

  /// `day` is in milliseconds after 1970.
  Calls(long day, int count) {
    this.day = day;
    this.count = count;
    random = new Random(day);
  }

  /// A call with its last attempt's start.
  record Made(CallStart start, CallRecord end) {}

  static String feature(int number) {
    return "feature-" + (char) ('a' + number) + "-reply";
  }

  /// The call of a place in the day, from 0 to the count.
  Made at(int place) {
    long epochMillis = day + (long) (place * (double) DAY / count);
    int feature = (int) (FEATURES * random.nextDouble() * random.nextDouble());
    boolean candidate = random.nextInt(10) == 0;
    boolean second = random.nextInt(30) == 0;
    String first = TARGETS.get((feature + (candidate ? 1 : 0)) % TARGETS.size());
    String target = second ? TARGETS.get((feature + 2) % TARGETS.size()) : first;
    String id = CallId.at(epochMillis).text();
    var trace = new Trace(Trace.newSpan() + Trace.newSpan(), Trace.newSpan(), null, true, null);
    Asked asked = asked(feature);
    var served =
        new Served(
            candidate ? "candidate" : "control",
            random.nextInt(100_000),
            "key",
            target,
            null,
            400,
            List.of(first, TARGETS.get((feature + 2) % TARGETS.size())),
            List.of(),
            "4f0c92d1b7a3");
    var start = new CallStart(id, epochMillis, trace, asked, served, second ? 2 : 1, target);
    return new Made(start, end(start, first, second));
  }

  private Asked asked(int feature) {
    int key = (feature + random.nextInt(2)) % KEYS;
    return new Asked(
        "features",
        "application-" + key,
        "team-" + key / 2,
        "feature/" + feature(feature),
        feature(feature),
        random.nextInt(4) > 0,
        null,
        random.nextInt(3) == 0 ? Map.of("tenant", "acme-" + random.nextInt(1_000)) : Map.of());
  }

  private CallRecord end(CallStart start, String first, boolean second) {
    Outcome outcome = outcome();
    boolean answered = outcome == Outcome.ANSWERED;
    String cause = answered ? null : "provider.529";
    double duration = thousandth(300 + 900 * Math.exp(random.nextGaussian() / 2));
    var attempts = new ArrayList<AttemptRecord>();
    if (second) {
      attempts.add(attempt(1, first, duration / 3, "provider.529", "provider.529"));
    }
    attempts.add(attempt(start.attempt(), start.target(), duration / 2, cause, null));
    var last = attempts.getLast();
    return new CallRecord(
        start.id(),
        start.epochMillis(),
        start.trace(),
        start.asked(),
        start.served(),
        new Ending(
            outcome,
            cause,
            answered ? 200 : 502,
            answered ? "stop" : null,
            duration,
            start.asked().stream() ? thousandth(duration / 3) : null,
            thousandth(0.3 + random.nextDouble())),
        new Spend(
            last.usage(),
            last.cost() == null ? NanoUsd.ZERO : last.cost().total(),
            "2026-11-20-1c7f09ab"),
        attempts);
  }

  private Outcome outcome() {
    return random.nextInt(25) > 0
        ? Outcome.ANSWERED
        : switch (random.nextInt(4)) {
          case 0 -> Outcome.CUT;
          case 1 -> Outcome.ABANDONED;
          case 2 -> Outcome.DEGRADED;
          default -> Outcome.FAILED;
        };
  }

  private AttemptRecord attempt(
      int number, String target, double millis, @Nullable String cause, @Nullable String next) {
    Usage usage = cause == null ? usage() : Usage.NONE;
    return new AttemptRecord(
        number,
        target,
        Trace.newSpan(),
        cause == null ? terms(target) : Terms.NONE,
        thousandth(0.2 + random.nextDouble()),
        cause == null ? thousandth(millis / 2) : null,
        thousandth(millis),
        cause == null ? 200 : 529,
        cause == null ? Outcome.ANSWERED : Outcome.FAILED,
        cause,
        usage,
        cause == null ? cost(usage, target) : null,
        next);
  }

  private static Terms terms(String target) {
    return new Terms(target.substring(target.indexOf('/') + 1), "default", null, null);
  }

  private Usage usage() {
    long cached = random.nextInt(3) == 0 ? 1_024 : 0;
    return Usage.ofText(
        200 + random.nextInt(3_000), cached, 0, 20 + random.nextInt(400), 0, Usage.Source.PROVIDER);
  }

  private static Cost cost(Usage usage, String target) {
    var lines = new ArrayList<Cost.Line>();
    for (Unit unit : List.of(Unit.INPUT, Unit.CACHE_READ, Unit.OUTPUT)) {
      if (usage.of(unit) > 0) {
        lines.add(new Cost.Line(unit, usage.of(unit), unit == Unit.OUTPUT ? 500_000 : 100_000));
      }
    }
    return new Cost(lines, target);
  }

  private static double thousandth(double millis) {
    return Math.round(millis * 1_000) / 1_000.0;
  }
}
