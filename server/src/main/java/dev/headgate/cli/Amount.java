package dev.headgate.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;

/// Money, counts and times as people read them.
final class Amount {
  private static final MathContext DIGITS = new MathContext(3, RoundingMode.HALF_UP);
  private static final long DOLLAR = 1_000_000_000;

  private Amount() {}

  /// To the cent from a dollar on; below with three digits that count, so that nothing that cost
  /// something looks as if it cost nothing.
  static String dollars(long nanos) {
    if (nanos >= DOLLAR) {
      return String.format(Locale.ROOT, "$%,.2f", BigDecimal.valueOf(nanos, 9));
    }
    BigDecimal short3 = BigDecimal.valueOf(nanos, 9).round(DIGITS);
    return "$" + (nanos == 0 ? "0" : short3.stripTrailingZeros().toPlainString());
  }

  /// A member of JSON that may not be there.
  static OptionalLong of(JsonNode json, String member) {
    return json.has(member) ? OptionalLong.of(json.path(member).asLong()) : OptionalLong.empty();
  }

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// In four characters: `999`, `1.2k`, `123k`, `1.2M`.
  static String brief(long number) {
    String units = "kMGTPE";
    double rest = number;
    int unit = -1;
    while (Math.round(rest) >= 1_000) {
      rest /= 1_000;
      unit++;
    }
    if (unit < 0) {
      return Long.toString(number);
    }
    String format = rest < 9.95 ? "%.1f%c" : "%.0f%c";
    return String.format(Locale.ROOT, format, rest, units.charAt(unit));
  }

  /// `900 ms`, `12.3 s`, `10m 5s`
  static String millis(double millis) {
    if (millis < 9_999.5) {
      return String.format(Locale.ROOT, millis < 9.95 ? "%.1f ms" : "%,.0f ms", millis);
    }
    long seconds = Math.round(millis / 1_000);
    return seconds < 600
        ? String.format(Locale.ROOT, "%.1f s", millis / 1_000)
        : seconds / 60 + "m " + seconds % 60 + "s";
  }

  /// `0.3%`; of nothing, nothing.
  static String percent(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
  }
}
