package dev.headgate.base;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/// What an attempt used, by unit. Immutable; no count is negative, and sums end at the largest
/// `long`.
public final class Usage {
  /// Who says so.
  public enum Source {
    /// Nobody has said anything yet.
    NONE,
    /// The provider's own count.
    PROVIDER,
    /// Made from what went by, for the provider's count did not come; the bill may be higher.
    ESTIMATED,
    /// The provider's count contradicts itself; this is the reading with the larger bill.
    DISPUTED;

    private final String text = name().toLowerCase(Locale.ROOT);

    /// As it stands in records: `provider`.
    public String text() {
      return text;
    }
  }

  private static final Unit[] UNITS = Unit.values();
  private static final Unit[] INPUT = of(Unit.Kind.INPUT);
  private static final Unit[] CACHE_WRITE = of(Unit.Kind.CACHE_WRITE);
  private static final Unit[] OUTPUT = of(Unit.Kind.OUTPUT);

  public static final Usage NONE = new Usage(new long[UNITS.length], Source.NONE);

  private final long[] counts; // by Unit.number
  private final Source source;

  private Usage(long[] counts, Source source) {
    this.counts = counts;
    this.source = source;
  }

  private static Unit[] of(Unit.Kind kind) {
    return Arrays.stream(UNITS).filter(unit -> unit.kind() == kind).toArray(Unit[]::new);
  }

  /// Counts that are left out are zero, negative ones too.
  public static Usage of(Map<Unit, Long> counts, Source source) {
    long[] all = new long[UNITS.length];
    counts.forEach((unit, count) -> all[unit.number()] = Math.max(0, count));
    return new Usage(all, source);
  }

  /// Of plain text; `output` includes `reasoning`, and what was written to a cache stays there for
  /// five minutes.
  public static Usage ofText(
      long fresh, long cacheRead, long cacheWrite, long output, long reasoning, Source source) {
    var counts = new EnumMap<Unit, Long>(Unit.class);
    counts.put(Unit.INPUT, fresh);
    counts.put(Unit.CACHE_READ, cacheRead);
    counts.put(Unit.CACHE_WRITE_5M, cacheWrite);
    counts.put(Unit.OUTPUT, output - reasoning);
    counts.put(Unit.REASONING, reasoning);
    return of(counts, source);
  }

  public long of(Unit unit) {
    return counts[unit.number()];
  }

  public Source source() {
    return source;
  }

  /// All input tokens, cached or not.
  public long input() {
    return add(add(sum(INPUT), cacheRead()), cacheWrite());
  }

  public long cacheRead() {
    return of(Unit.CACHE_READ);
  }

  public long cacheWrite() {
    return sum(CACHE_WRITE);
  }

  /// All output tokens, with those of reasoning.
  public long output() {
    return sum(OUTPUT);
  }

  public long reasoning() {
    return of(Unit.REASONING);
  }

  private long sum(Unit[] units) {
    long sum = 0;
    for (Unit unit : units) {
      sum = add(sum, of(unit));
    }
    return sum;
  }

  /// Both together; of two sources the less certain one counts.
  public Usage plus(Usage more) {
    long[] sum = counts.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] = add(sum[i], more.counts[i]);
    }
    return new Usage(sum, source.compareTo(more.source) >= 0 ? source : more.source);
  }

  /// The same, as far as it goes; what is not known stays so.
  public Usage estimated() {
    return isKnown() ? new Usage(counts, Source.ESTIMATED) : this;
  }

  public boolean isKnown() {
    return source != Source.NONE;
  }

  private static long add(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Usage that
        && source == that.source
        && Arrays.equals(counts, that.counts);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(counts) + source.hashCode();
  }

  @Override
  public String toString() {
    var said = new StringBuilder(source.text());
    for (Unit unit : UNITS) {
      if (of(unit) > 0) {
        said.append(' ').append(unit.text()).append('=').append(of(unit));
      }
    }
    return said.toString();
  }
}
