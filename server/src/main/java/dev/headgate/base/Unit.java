package dev.headgate.base;

import java.util.Locale;

/// What vendors bill an attempt by. No token counts in two of them; how a unit that a price list
/// does not name is billed stands in `price`.
public enum Unit {
  /// Input tokens that no cache had or got, and that are not counted apart.
  INPUT(0, Kind.INPUT),
  INPUT_AUDIO(1, Kind.INPUT),
  INPUT_IMAGE(2, Kind.INPUT),
  CACHE_READ(3, Kind.CACHE_READ),
  /// Written to a vendor's cache, by how long it stays there.
  CACHE_WRITE_5M(4, Kind.CACHE_WRITE),
  CACHE_WRITE_30M(5, Kind.CACHE_WRITE),
  CACHE_WRITE_1H(6, Kind.CACHE_WRITE),
  CACHE_WRITE_12H(7, Kind.CACHE_WRITE),
  /// Output tokens that are not counted apart.
  OUTPUT(8, Kind.OUTPUT),
  REASONING(9, Kind.OUTPUT),
  OUTPUT_AUDIO(10, Kind.OUTPUT),
  OUTPUT_IMAGE(11, Kind.OUTPUT),
  /// Requests to tools that the vendor runs.
  WEB_SEARCH(12, Kind.REQUEST),
  WEB_FETCH(13, Kind.REQUEST),
  FILE_SEARCH(14, Kind.REQUEST);

  /// What a unit counts.
  public enum Kind {
    INPUT,
    CACHE_READ,
    CACHE_WRITE,
    OUTPUT,
    REQUEST
  }

  private final int number;
  private final Kind kind;

  Unit(int number, Kind kind) {
    this.number = number;
    this.kind = kind;
  }

  /// Stands for the unit in what is stored: never given to another; below the count of units.
  public int number() {
    return number;
  }

  public Kind kind() {
    return kind;
  }

  /// As it stands in price lists and records: `cache_write_5m`.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
