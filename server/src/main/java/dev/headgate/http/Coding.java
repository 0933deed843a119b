package dev.headgate.http;

import java.util.List;
import java.util.Locale;

/// What a body was packed in, as its Content-Encoding says.
enum Coding {
  IDENTITY,
  GZIP,
  DEFLATE,
  UNKNOWN;

  static Coding of(List<String> values) {
    if (values.isEmpty()) {
      return IDENTITY;
    }
    return switch (values.size() > 1
        ? "several"
        : values.getFirst().toLowerCase(Locale.ROOT).strip()) {
      case "", "identity" -> IDENTITY;
      case "gzip", "x-gzip" -> GZIP;
      case "deflate" -> DEFLATE;
      default -> UNKNOWN;
    };
  }

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
