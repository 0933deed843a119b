package dev.headgate.record;

import java.util.Locale;
import java.util.Optional;

/// All ids that begin with some digits; `from` and `to` are the least and the greatest of them. An
/// id says when its call began.
record IdRange(String from, String to) {
  private static final int LEAST = 8; // digits; fewer are of minutes or more
  private static final int WHOLE = 32;

  /// From the beginning of an id, with dashes or without; nothing where it is none, or too short.
  static Optional<IdRange> of(String beginning) {
    String digits = beginning.strip().replace("-", "").toLowerCase(Locale.ROOT);
    if (!digits.matches("[0-9a-f]{" + LEAST + "," + WHOLE + "}")) {
      return Optional.empty();
    }
    int missing = WHOLE - digits.length();
    return Optional.of(
        new IdRange(dashed(digits + "0".repeat(missing)), dashed(digits + "f".repeat(missing))));
  }

  private static String dashed(String digits) {
    return digits.replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "$1-$2-$3-$4-$5");
  }

  /// Whether a call of this range can have begun on a day.
  boolean mayBeOf(String day) {
    return Shipper.day(millis(from)).compareTo(day) <= 0
        && Shipper.day(millis(to)).compareTo(day) >= 0;
  }

  /// Whether all calls of this range began before a day.
  boolean isBefore(String day) {
    return Shipper.day(millis(to)).compareTo(day) < 0;
  }

  private static long millis(String id) {
    return Long.parseLong(id.replace("-", "").substring(0, 12), 16);
  }
}
