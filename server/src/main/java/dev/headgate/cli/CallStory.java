package dev.headgate.cli;

import static java.util.stream.Collectors.joining;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// A call told for a person: what was asked, what was decided and why, its attempts on a time line,
/// and its cost line by line.
record CallStory(JsonNode call, ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS zzz", Locale.ROOT);

  private static final int COLUMNS = 80;
  private static final int BAR = 40;

  String text() {
    var parts = new ArrayList<String>();
    parts.add(head().toString());
    if (!call.path("attempts").isEmpty()) {
      parts.add(timeline());
      parts.add(costs());
    }
    return Terminal.clean(String.join("\n\n", parts)).replace("\n", System.lineSeparator());
  }

  private Table head() {
    var table = Table.ofNames();
    row(table, "call", text("id"));
    row(table, "came", TIME.format(Instant.parse(text("ts")).atZone(zone)));
    row(table, "trace", text("trace_id"));
    row(table, "asked", asked());
    row(table, "key", text("key") + (has("team") ? " of " + text("team") : ""));
    decision(table);
    row(table, "outcome", outcome());
    row(table, "latency", latency());
    row(table, "tokens", tokens(call));
    row(table, "cost", total());
    return table;
  }

  private String asked() {
    String what = has("feature") ? "feature " + text("feature") : text("model");
    String cap = has("cap_asked") ? ", at most " + text("cap_asked") + " tokens" : "";
    return what + " on " + text("surface") + (flag("stream") ? ", streamed" : "") + cap;
  }

  private void decision(Table table) {
    JsonNode decision = call.path("decision");
    row(table, "served", served(decision));
    row(table, "plan", list(call.path("plan"), ", then "));
    row(table, "rejected", list(decision.path("rejected"), "; "));
    if (has("cap_granted")) {
      row(table, "output cap", text("cap_granted") + " tokens");
    }
    row(table, "config", decision.path("config").asString(""));
  }

  private String served(JsonNode decision) {
    if (!has("variant")) {
      return has("fallback") ? "the canned answer" : "";
    }
    String bucket = has("bucket") ? ", bucket " + text("bucket") + " of 100000" : "";
    String why =
        switch (decision.path("reason").asString("")) {
          case "key" -> ", by its targeting key";
          case "draw" -> ", drawn for this call";
          case "operator" -> ", by an operator's switch";
          case String other -> other.isEmpty() ? "" : ", " + other;
        };
    return text("variant")
        + why
        + bucket
        + (has("fallback") ? "; fallback: " + text("fallback") : "");
  }

  private static String list(JsonNode texts, String between) {
    return texts.valueStream().map(JsonNode::asString).collect(joining(between));
  }

  private String outcome() {
    String cause = has("cause") ? " for " + text("cause") : "";
    String finish = has("finish") ? ", finish " + text("finish") : "";
    return text("outcome") + " " + text("status") + cause + finish;
  }

  private String latency() {
    return Amount.millis(call.path("duration_ms").asDouble())
        + (has("first_token_ms") ? ", first token after " + millis("first_token_ms") : "")
        + (has("overhead_ms") ? "; the gate itself took " + millis("overhead_ms") : "");
  }

  private String millis(String member) {
    return Amount.millis(call.path(member).asDouble());
  }

  private static String tokens(JsonNode of) {
    JsonNode tokens = of.path("tokens");
    if (tokens.isMissingNode()) {
      return "";
    }
    var extra = new ArrayList<String>();
    for (String kind : List.of("cache_read", "cache_write", "reasoning")) {
      long count = tokens.path(kind).asLong(0);
      if (count > 0) {
        extra.add(Amount.count(count) + " " + kind.replace('_', ' '));
      }
    }
    String source = of.path("usage_source").asString("provider");
    return Amount.count(tokens.path("in").asLong())
        + " in, "
        + Amount.count(tokens.path("out").asLong())
        + " out"
        + (extra.isEmpty() ? "" : " (" + String.join(", ", extra) + ")")
        + (source.equals("provider") ? "" : ", " + source);
  }

  private String total() {
    String version = has("price_version") ? ", prices " + text("price_version") : "";
    return has("cost_nano")
        ? money(call.path("cost_nano").asLong()) + version
        : "not known: no price for all of it" + version;
  }

  private static String money(long nanos) {
    return "$" + BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
  }

  /// Each attempt as a bar over the time of the call: `.` until the first token, `=` from then on.
  private String timeline() {
    double whole = Math.max(0.001, call.path("duration_ms").asDouble());
    var lines = new ArrayList<String>();
    lines.add("0 ms" + Width.right(Amount.millis(whole), BAR - 2) + "   . waiting  = answering");
    for (JsonNode attempt : call.path("attempts")) {
      lines.add(bar(attempt, whole));
      Width.lines(told(attempt), COLUMNS - 3).forEach(line -> lines.add("   " + line));
    }
    return String.join("\n", lines);
  }

  private static String bar(JsonNode attempt, double whole) {
    double start = attempt.path("start_ms").asDouble();
    double end = start + attempt.path("duration_ms").asDouble();
    double first =
        attempt.has("first_token_ms") ? start + attempt.path("first_token_ms").asDouble() : end;
    var bar = new StringBuilder();
    for (int i = 0; i < BAR; i++) {
      double at = (i + 0.5) * whole / BAR;
      bar.append(at < start || at >= end ? ' ' : at < first ? '.' : '=');
    }
    if (bar.toString().isBlank()) { // shorter than a column
      bar.setCharAt((int) Math.min(BAR - 1, start * BAR / whole), '|');
    }
    String begin = attempt.path("n").asString() + " [" + bar + "] ";
    return begin + Width.fit(attempt.path("target").asString(), COLUMNS - begin.length()).strip();
  }

  private static String told(JsonNode attempt) {
    String status = attempt.has("status") ? " " + attempt.path("status").asString() : "";
    String cause = attempt.has("cause") ? " for " + attempt.path("cause").asString() : "";
    String first =
        attempt.has("first_token_ms")
            ? ", first token after " + Amount.millis(attempt.path("first_token_ms").asDouble())
            : "";
    String next = attempt.has("next") ? "; then: " + attempt.path("next").asString() : "";
    String model = attempt.path("model").asString("");
    return attempt.path("outcome").asString()
        + status
        + cause
        + " in "
        + Amount.millis(attempt.path("duration_ms").asDouble())
        + first
        + (model.isEmpty() ? "" : ", by " + model)
        + next;
  }

  /// What was counted, at which rate, for how much: of each attempt, and together.
  private String costs() {
    var table = Table.of("ATTEMPT", "UNIT", "COUNT#", "RATE#", "", "COST#");
    for (JsonNode attempt : call.path("attempts")) {
      String number = attempt.path("n").asString();
      for (JsonNode line : attempt.path("cost")) {
        table.row(
            number,
            line.path("unit").asString().replace('_', ' '),
            Amount.count(line.path("count").asLong()),
            "$" + rate(line),
            line.has("usd_per_request") ? "each" : "per million",
            money(line.path("cost_nano").asLong()));
        number = "";
      }
      if (attempt.path("cost").isEmpty()) {
        table.row(number, has("cost_nano") ? "nothing billed" : "not known", "", "", "", "");
      }
    }
    boolean known = has("cost_nano");
    table.row("together", "", "", "", "", known ? money(call.path("cost_nano").asLong()) : "?");
    return table.toString();
  }

  private static String rate(JsonNode line) {
    String member = line.has("usd_per_request") ? "usd_per_request" : "usd_per_million";
    return new BigDecimal(line.path(member).asString("0")).stripTrailingZeros().toPlainString();
  }

  private static void row(Table table, String name, String value) {
    if (!value.isEmpty()) {
      String first = name;
      for (String line : Width.lines(value, COLUMNS - "output cap  ".length())) {
        table.row(first, line);
        first = "";
      }
    }
  }

  private boolean has(String member) {
    return call.has(member);
  }

  private boolean flag(String member) {
    return call.path(member).asBoolean(false);
  }

  private String text(String member) {
    return call.path(member).asString("");
  }
}
