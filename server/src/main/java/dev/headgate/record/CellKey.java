package dev.headgate.record;

import java.util.Locale;

/// Which calls a rollup's cell is of: those of a minute or an hour, all of them or those of one
/// combination. `start` is in milliseconds after 1970; what a call has not is empty.
record CellKey(
    Grain grain,
    long start,
    String feature,
    String variant,
    String model,
    String key,
    String outcome) {
  /// Over how long a cell reaches. Keys are many, so those are told apart in hours of their own,
  /// and whoever does not ask for them reads fewer cells.
  enum Grain {
    MINUTE(60_000),
    HOUR(3_600_000),
    HOUR_OF_KEY(3_600_000);

    final long millis;

    Grain(long millis) {
      this.millis = millis;
    }

    String table() {
      return name().toLowerCase(Locale.ROOT);
    }

    long start(long epochMillis) {
      return Math.floorDiv(epochMillis, millis) * millis;
    }
  }

  /// Stands in all places of the cell of all calls. No name has it.
  static final String ALL = "*";

  /// Stands for the combinations beyond the bound.
  static final String OTHER = "(other)";

  static CellKey all(Grain grain, long epochMillis) {
    return same(grain, epochMillis, ALL);
  }

  static CellKey other(Grain grain, long epochMillis) {
    return same(grain, epochMillis, OTHER);
  }

  private static CellKey same(Grain grain, long epochMillis, String text) {
    return new CellKey(grain, grain.start(epochMillis), text, text, text, text, text);
  }

  static CellKey of(Grain grain, CallRecord call) {
    return new CellKey(
        grain,
        grain.start(call.epochMillis()),
        orEmpty(call.asked().feature()),
        orEmpty(call.served().variant()),
        orEmpty(call.served().target()),
        grain == Grain.HOUR_OF_KEY ? orEmpty(call.asked().key()) : "",
        call.ending().outcome().text());
  }

  /// Whether the cell is of all calls.
  boolean isOfAll() {
    return feature.equals(ALL);
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String text) {
    return text == null ? "" : text;
  }
}
