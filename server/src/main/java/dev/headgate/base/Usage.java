package dev.headgate.base;

import java.util.Locale;

/// Tokens of an attempt by kind. `fresh` input was neither read from nor written to a vendor's
/// cache; `output` includes `reasoning`.
public record Usage(
    long fresh, long cacheRead, long cacheWrite, long output, long reasoning, Source source) {
  /// Who says so.
  public enum Source {
    /// Nobody has said anything yet.
    NONE,
    /// The provider's own count.
    PROVIDER,
    /// What was known when the answer broke off or was left; the bill may be higher.
    ESTIMATED,
    /// The provider's count contradicts itself; this is the reading with the larger bill.
    DISPUTED;

    /// As it stands in records: `provider`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Usage ESTIMATE = new Usage(0, 0, 0, 0, 0, Source.ESTIMATED);
  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, Source.NONE);

  /// All input tokens, cached or not.
  public long input() {
    return fresh + cacheRead + cacheWrite;
  }

  /// Both together; of two sources the less certain one counts.
  public Usage plus(Usage more) {
    return new Usage(
        fresh + more.fresh,
        cacheRead + more.cacheRead,
        cacheWrite + more.cacheWrite,
        output + more.output,
        reasoning + more.reasoning,
        source.compareTo(more.source) >= 0 ? source : more.source);
  }

  /// The same, as far as it goes; what is not known stays so.
  public Usage estimated() {
    return isKnown() ? plus(ESTIMATE) : this;
  }

  public boolean isKnown() {
    return source != Source.NONE;
  }
}
