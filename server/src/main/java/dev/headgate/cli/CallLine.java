package dev.headgate.cli;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A call as one line of 79 columns.
record CallLine(ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  static final String HEAD =
      line("TIME", "OUTCOME", "HTTP", "LATENCY", "FEATURE OR MODEL", "TOKENS", "COST");

  /// What a line's marks mean, where they stand somewhere.
  static final String MARKS =
      "~ estimated, for its provider did not count to the end   ? no known price";

  LocalDate day(JsonNode call) {
    return at(call).atZone(zone).toLocalDate();
  }

  private static Instant at(JsonNode call) {
    return Instant.parse(call.path("ts").asString());
  }

  String of(JsonNode call) {
    return line(
        TIME.format(at(call).atZone(zone)),
        call.path("outcome").asString(),
        call.path("status").asString(""),
        Amount.millis(call.path("duration_ms").asDouble()),
        Terminal.clean(what(call)),
        tokens(call),
        cost(call));
  }

  private static String line(String... cells) {
    return (Width.fit(cells[0], 12)
            + Width.fit(" " + cells[1], 10)
            + Width.right(cells[2], 5)
            + Width.right(cells[3], 9)
            + " "
            + Width.fit(cells[4], 20)
            + Width.right(cells[5], 10)
            + Width.right(cells[6], 12))
        .stripTrailing();
  }

  private static String what(JsonNode call) {
    if (!call.has("feature")) {
      return call.path("model").asString("-");
    }
    String variant = call.path("variant").asString("");
    return call.path("feature").asString() + (variant.isEmpty() ? "" : ":" + variant);
  }

  private static String tokens(JsonNode call) {
    JsonNode tokens = call.path("tokens");
    return tokens.isMissingNode()
        ? "-"
        : Amount.brief(tokens.path("in").asLong())
            + ">"
            + Amount.brief(tokens.path("out").asLong());
  }

  private static String cost(JsonNode call) {
    String about = isEstimated(call) ? "~" : "";
    return call.has("cost_nano")
        ? about + Amount.dollars(call.path("cost_nano").asLong())
        : wasAsked(call) ? "?" : "-";
  }

  /// Whether a provider was asked at all.
  private static boolean wasAsked(JsonNode call) {
    return call.path("attempt_count").asInt(0) > 0;
  }

  private static boolean isEstimated(JsonNode call) {
    return call.path("usage_source").asString("").equals("estimated");
  }

  /// Whether its line has a mark.
  static boolean isMarked(JsonNode call) {
    return isEstimated(call) || (wasAsked(call) && !call.has("cost_nano"));
  }
}
