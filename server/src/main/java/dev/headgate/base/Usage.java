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
    /// The provider's count contradicts itself; this is the reading with the larger bill.
    DISPUTED;

    /// As it stands in records: `provider`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public static final Usage NONE = new Usage(0, 0, 0, 0, 0, Source.NONE);

  /// All input tokens, cached or not.
  public long input() {
    return fresh + cacheRead + cacheWrite;
  }

  public boolean isKnown() {
    return source != Source.NONE;
  }
}
