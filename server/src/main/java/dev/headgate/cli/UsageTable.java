package dev.headgate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// Sums over groups of calls, side by side: a measure a row, a group a column, all of them together
/// first. More than three groups go on below, so that 80 columns do.
record UsageTable(JsonNode usage) {
  private static final int TOGETHER = 3;
  private static final int COLUMN = 15;
  private static final String BARS = "▁▂▃▄▅▆▇█";

  /// A row: its name, and what it says of a group.
  private record Measure(String name, Function<JsonNode, String> of) {}

  private static final List<Measure> MEASURES =
      List.of(
          new Measure("calls", row -> Amount.count(number(row, "calls"))),
          new Measure("errors", row -> Amount.percent(number(row, "errors"), number(row, "calls"))),
          new Measure("latency p50", row -> millis(row, "latency_ms", "p50")),
          new Measure("latency p95", row -> millis(row, "latency_ms", "p95")),
          new Measure("latency p99", row -> millis(row, "latency_ms", "p99")),
          new Measure("1st token p50", row -> millis(row, "first_token_ms", "p50")),
          new Measure("1st token p95", row -> millis(row, "first_token_ms", "p95")),
          new Measure("tokens in", row -> Amount.count(row.path("tokens").path("in").asLong())),
          new Measure("tokens out", row -> Amount.count(row.path("tokens").path("out").asLong())),
          new Measure("cost", UsageTable::cost),
          new Measure("per 1000 calls", UsageTable::perThousand),
          new Measure("calls by time", UsageTable::spark));

  String text() {
    JsonNode groups = usage.path("groups");
    if (number(usage.path("total"), "calls") == 0) {
      return "no calls " + window();
    }
    var lines = new ArrayList<String>(List.of("Calls " + window()));
    for (int from = 0; from == 0 || from < groups.size(); from += TOGETHER) {
      lines.add("");
      lines.addAll(block(groups.valueStream().skip(from).limit(TOGETHER).toList()));
    }
    footnote().ifPresent(note -> lines.addAll(List.of("", note)));
    return Terminal.clean(String.join("\n", lines)).replace("\n", System.lineSeparator());
  }

  private String window() {
    return "from %s to %s (UTC)"
        .formatted(minute(usage.path("since")), minute(usage.path("until")));
  }

  private static String minute(JsonNode time) {
    return time.asString().substring(0, 16).replace('T', ' ');
  }

  private List<String> block(List<JsonNode> groups) {
    var columns = new ArrayList<JsonNode>(List.of(usage.path("total")));
    columns.addAll(groups);
    var lines = new ArrayList<String>();
    for (int i = 0; i < Math.max(1, usage.path("by").size()); i++) {
      String by = usage.path("by").path(i).asString("");
      int line = i;
      lines.add(line(by, columns, column -> heading(column, by, line)));
    }
    for (Measure measure : MEASURES) {
      lines.add(line(measure.name, columns, measure.of));
    }
    return lines;
  }

  private static String heading(JsonNode column, String by, int line) {
    return column.has("group")
        ? column.path("group").path(by).asString("-")
        : line == 0 ? "all" : "";
  }

  private static String line(String name, List<JsonNode> columns, Function<JsonNode, String> of) {
    var line = new StringBuilder(Width.fit(name, 14));
    for (JsonNode column : columns) {
      String text = of.apply(column);
      String fit = Width.of(text) > COLUMN ? Width.fit(text, COLUMN) : text;
      line.append(' ').append(Width.right(fit, COLUMN));
    }
    return line.toString().stripTrailing();
  }

  private static long number(JsonNode row, String member) {
    return row.path(member).asLong(0);
  }

  private static String millis(JsonNode row, String time, String quantile) {
    JsonNode value = row.path(time).path(quantile);
    return value.isNumber() ? Amount.millis(value.asDouble()) : "-";
  }

  private static String cost(JsonNode row) {
    return about(row) + Amount.dollars(number(row, "cost_nano"));
  }

  private static String perThousand(JsonNode row) {
    long nanos = Math.round(number(row, "cost_nano") * 1_000.0 / Math.max(1, number(row, "calls")));
    return about(row) + Amount.dollars(nanos);
  }

  /// What is known of a cost: that it is more, or about so much.
  private static String about(JsonNode row) {
    return number(row, "unpriced") > 0 ? "> " : number(row, "estimated") > 0 ? "~" : "";
  }

  private static String spark(JsonNode row) {
    long[] counts = row.path("series").valueStream().mapToLong(JsonNode::asLong).toArray();
    long most = 1;
    int parts = Math.min(COLUMN - 1, counts.length);
    long[] sums = new long[parts];
    for (int i = 0; i < counts.length; i++) {
      sums[i * parts / counts.length] += counts[i];
    }
    for (long sum : sums) {
      most = Math.max(most, sum);
    }
    var line = new StringBuilder();
    for (long sum : sums) {
      long height = (sum * (BARS.length() - 1) + most - 1) / most; // one call can be seen
      line.append(sum == 0 ? ' ' : BARS.charAt((int) height));
    }
    return line.toString();
  }

  private Optional<String> footnote() {
    JsonNode total = usage.path("total");
    var notes = new ArrayList<String>();
    if (number(total, "unpriced") > 0) {
      notes.add("> more than that: without a known price: " + calls(number(total, "unpriced")));
    }
    if (number(total, "estimated") > 0) {
      notes.add("~ about that: with an estimated usage: " + calls(number(total, "estimated")));
    }
    return notes.isEmpty() ? Optional.empty() : Optional.of(String.join("\n", notes));
  }

  private static String calls(long count) {
    return Amount.count(count) + (count == 1 ? " call" : " calls");
  }
}
