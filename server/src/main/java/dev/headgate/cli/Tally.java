package dev.headgate.cli;

import dev.headgate.base.Clock;
import dev.headgate.base.NanoUsd;
import dev.headgate.record.CallRecord;
import java.util.ArrayDeque;
import org.HdrHistogram.Histogram;

/// What calls add up to: all of them, and those that ended in the last ten whole seconds.
final class Tally {
  private static final int SECONDS = 10;
  private static final long LONGEST = 3_600_000; // ms
  private static final int DIGITS = 2;

  /// Sums since the start; rates and milliseconds of the last ten seconds. Errors are calls that
  /// failed or were cut, fallbacks those that got the canned answer; the cost is of what has a
  /// price.
  record Figures(
      long calls,
      long answered,
      long errors,
      long fallbacks,
      NanoUsd cost,
      double perSecond,
      long p50,
      long p95,
      long firstToken) {}

  /// The calls that ended in one second.
  private record Second(long number, Histogram latency, Histogram firstToken) {
    Second(long number) {
      this(number, new Histogram(LONGEST, DIGITS), new Histogram(LONGEST, DIGITS));
    }
  }

  private final Clock clock;
  private final long began;
  private final ArrayDeque<Second> seconds = new ArrayDeque<>();
  private long calls;
  private long answered;
  private long errors;
  private long fallbacks;
  private NanoUsd cost = NanoUsd.ZERO;

  Tally(Clock clock, long began) {
    this.clock = clock;
    this.began = began;
  }

  synchronized void add(CallRecord call) {
    var ending = call.ending();
    calls++;
    NanoUsd spent = call.spend().cost();
    cost = spent == null ? cost : cost.plus(spent);
    switch (ending.outcome()) {
      case FAILED, CUT, CRASHED -> errors++;
      case DEGRADED -> fallbacks++;
      case ANSWERED -> answered++;
      case REFUSED, ABANDONED -> {}
    }
    Second now = latest();
    now.latency.recordValue(bounded(ending.durationMillis()));
    if (ending.firstTokenMillis() != null) {
      now.firstToken.recordValue(bounded(ending.firstTokenMillis()));
    }
  }

  private static long bounded(double millis) {
    return Math.min(Math.round(millis), LONGEST);
  }

  private Second latest() {
    long number = number();
    if (seconds.isEmpty() || seconds.getLast().number != number) {
      seconds.addLast(new Second(number));
      forgetBefore(number - SECONDS);
    }
    return seconds.getLast();
  }

  private long number() {
    return (clock.nanos() - began) / 1_000_000_000;
  }

  private void forgetBefore(long number) {
    while (!seconds.isEmpty() && seconds.getFirst().number < number) {
      seconds.removeFirst();
    }
  }

  synchronized Figures figures() {
    long number = number();
    forgetBefore(number - SECONDS);
    var latency = new Histogram(LONGEST, DIGITS);
    var firstToken = new Histogram(LONGEST, DIGITS);
    for (Second second : seconds) {
      if (second.number < number) {
        latency.add(second.latency);
        firstToken.add(second.firstToken);
      }
    }
    return new Figures(
        calls,
        answered,
        errors,
        fallbacks,
        cost,
        latency.getTotalCount() / (double) Math.clamp(number, 1, SECONDS),
        latency.getValueAtPercentile(50),
        latency.getValueAtPercentile(95),
        firstToken.getValueAtPercentile(50));
  }
}
