package dev.headgate.record;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import dev.headgate.base.NanoUsd;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// What a set of calls adds up to: counts, tokens, cost, and sketches of three times in
/// milliseconds, whose quantiles are true to 1 %.
final class Cell {
  /// What is counted, in the order in which it is stored.
  enum Sum {
    CALLS,
    /// Calls that failed, were cut or crashed.
    ERRORS,
    ATTEMPTS,
    /// Calls whose usage is not the provider's own count.
    ESTIMATED,
    /// Calls of whose cost a part is not known.
    UNPRICED,
    TOKENS_IN,
    TOKENS_OUT,
    CACHE_READ,
    CACHE_WRITE,
    REASONING,
    COST_NANO,
    SAVED_NANO;

    String column() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// What is sketched.
  enum Time {
    LATENCY,
    FIRST_TOKEN,
    OVERHEAD;

    String column() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static final Sum[] SUMS = Sum.values();
  static final Time[] TIMES = Time.values();

  private static final double ACCURACY = 0.01;
  private static final int BINS = 2_048;

  private final long[] sums = new long[SUMS.length];
  private final DDSketch[] sketches = new DDSketch[TIMES.length];

  Cell() {
    for (int i = 0; i < sketches.length; i++) {
      sketches[i] = sketch();
    }
  }

  private static DDSketch sketch() {
    return DDSketches.logarithmicCollapsingLowestDense(ACCURACY, BINS);
  }

  void add(CallRecord call) {
    var usage = call.usage();
    NanoUsd cost = call.spend().cost();
    add(Sum.CALLS, 1);
    add(Sum.ERRORS, call.ending().outcome().isError() ? 1 : 0);
    add(Sum.ATTEMPTS, call.attempts().size());
    add(Sum.ESTIMATED, call.isEstimated() ? 1 : 0);
    add(Sum.UNPRICED, cost == null ? 1 : 0);
    add(Sum.TOKENS_IN, usage.input());
    add(Sum.TOKENS_OUT, usage.output());
    add(Sum.CACHE_READ, usage.cacheRead());
    add(Sum.CACHE_WRITE, usage.cacheWrite());
    add(Sum.REASONING, usage.reasoning());
    add(Sum.COST_NANO, cost == null ? 0 : cost.nanos());
    if (call.ending().outcome() != Outcome.CRASHED) { // how long they took is not known
      add(Time.LATENCY, call.ending().durationMillis());
    }
    add(Time.FIRST_TOKEN, call.ending().firstTokenMillis());
    add(Time.OVERHEAD, call.ending().overheadMillis());
  }

  void add(Sum what, long count) {
    long sum = of(what) + count;
    sums[at(what)] = sum < 0 ? Long.MAX_VALUE : sum;
  }

  private void add(Time what, @Nullable Double millis) {
    if (millis != null && millis >= 0) {
      sketches[at(what)].accept(millis);
    }
  }

  @SuppressWarnings("EnumOrdinal") // an array in memory; what is stored goes by name
  private static int at(Enum<?> constant) {
    return constant.ordinal();
  }

  long of(Sum what) {
    return sums[at(what)];
  }

  /// The time that `quantile` of the calls that have one did not exceed, in milliseconds.
  @Nullable Double quantile(Time what, double quantile) {
    DDSketch sketch = sketches[at(what)];
    return sketch.isEmpty() ? null : Double.valueOf(sketch.getValueAtQuantile(quantile));
  }

  byte[] packed(Time what) {
    var out = GrowingByteArrayOutput.withDefaultInitialCapacity();
    try {
      sketches[at(what)].encode(out, true);
    } catch (IOException never) {
      throw new IllegalStateException("a byte array takes all", never);
    }
    return out.trimmedCopy();
  }

  /// Merges in what was packed.
  void merge(Time what, byte[] packed) {
    try {
      sketches[at(what)].decodeAndMergeWith(ByteArrayInput.wrap(packed));
    } catch (IOException | RuntimeException broken) {
      throw new IllegalArgumentException("no sketch", broken);
    }
  }
}
