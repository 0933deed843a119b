package dev.headgate.telemetry;

import dev.headgate.base.Share;
import dev.headgate.base.Trace;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import java.util.HexFormat;
import org.HdrHistogram.Histogram;

/// Which calls are worth their spans, decided once they have ended: all that something went wrong
/// with, all of a variant that is not the default, the slowest hundredth, and a share of the rest.
/// Of a trace that a caller began, the caller has decided on the rest. For one thread.
final class TraceSampling {
  private static final int WINDOW = 1_000; // calls
  private static final long LONGEST = 3_600_000;
  private static final long STEPS = (1L << 56) / Share.ALL.thousandths();

  private final long share; // of 2^56
  private final Histogram millis = new Histogram(LONGEST, 2);
  private long slow = Long.MAX_VALUE; // until the first window is full

  TraceSampling(Share rest) {
    share = rest.equals(Share.ALL) ? 1L << 56 : rest.thousandths() * STEPS;
  }

  boolean keeps(CallRecord call, TraceSetting setting) {
    boolean slow = isSlow(call); // each call counts
    return slow || isFailed(call) || isCandidate(call, setting) || isDrawn(call.trace());
  }

  /// Slower than 99 of 100 of the thousand before.
  private boolean isSlow(CallRecord call) {
    if (call.attempts().isEmpty()) {
      return false;
    }
    long took = Math.clamp((long) call.ending().durationMillis(), 0, LONGEST);
    boolean slower = took > slow;
    millis.recordValue(took);
    if (millis.getTotalCount() == WINDOW) {
      slow = millis.getValueAtPercentile(99);
      millis.reset();
    }
    return slower;
  }

  private static boolean isFailed(CallRecord call) {
    Outcome outcome = call.ending().outcome();
    return outcome.isError()
        || outcome == Outcome.DEGRADED
        || call.attempts().stream().map(AttemptRecord::outcome).anyMatch(Outcome::isError);
  }

  private static boolean isCandidate(CallRecord call, TraceSetting setting) {
    String feature = call.asked().feature();
    String variant = call.served().variant();
    return feature != null && variant != null && setting.isCandidate(feature, variant);
  }

  /// By the id, so that every node draws the same of a trace.
  private boolean isDrawn(Trace trace) {
    return trace.parent() == null
        ? HexFormat.fromHexDigitsToLong(trace.id(), 18, 32) < share
        : trace.sampled();
  }
}
