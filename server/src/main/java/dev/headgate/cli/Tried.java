package dev.headgate.cli;

import dev.headgate.cli.FeatureCall.Came;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a tried call did. `cause` is why no provider answered it, where that is known: a server
/// keeps it for its log.
record Tried(Came came, @Nullable String cause) {
  int exit() {
    if (came.isError()) {
      return switch (came.status()) {
        case 404 -> Exit.NOT_THERE;
        case 429 -> Exit.FAILED;
        default -> came.status() / 100 == 4 ? Exit.USAGE : Exit.FAILED;
      };
    }
    return isCanned() ? Exit.FAILED : Exit.DONE;
  }

  private boolean isCanned() {
    return text("fallback").equals("canned");
  }

  /// The server's own words.
  String error(String keyVariable) {
    JsonNode error = came.said().path("error");
    String hint = came.status() == 401 ? " Set " + keyVariable + " to one." : "";
    return Terminal.clean(error.path("message").asString("the server failed"))
        + hint
        + (exit() == Exit.FAILED
            ? "%n  call %s".formatted(error.path("call_id").asString("-"))
            : "");
  }

  Table table() {
    var table = Table.ofNames();
    table.row("variant", text("feature") + ":" + text("variant"));
    if (isCanned()) {
      table.row("fallback", "canned" + (cause == null ? "" : ", for " + cause));
    }
    row(table, "target", text("model"));
    row(table, "tokens", tokens(came.said().path("usage")));
    row(table, "finish", text("finish_reason"));
    table.row("latency", latency());
    row(table, "attempts", came.attempts().equals("1") ? "" : Terminal.clean(came.attempts()));
    row(table, "call", text("id"));
    return table;
  }

  private static void row(Table table, String name, String value) {
    if (!value.isEmpty()) {
      table.row(name, value);
    }
  }

  private String text(String member) {
    return Terminal.clean(came.said().path(member).asString(""));
  }

  private String latency() {
    Duration first = came.firstText();
    return millis(came.latency()) + (first == null ? "" : ", first text after " + millis(first));
  }

  private static String millis(Duration time) {
    return String.format(Locale.ROOT, "%,d ms", time.toMillis());
  }

  private static String tokens(JsonNode usage) {
    if (!usage.isObject()) {
      return "";
    }
    long cached = usage.path("cache_read_tokens").asLong(0);
    long reasoning = usage.path("reasoning_tokens").asLong(0);
    return usage.path("input_tokens").asLong(0)
        + " in"
        + (cached == 0 ? "" : " (" + cached + " cached)")
        + ", "
        + usage.path("output_tokens").asLong(0)
        + " out"
        + (reasoning == 0 ? "" : " (" + reasoning + " reasoning)");
  }

  /// The server's answer and what was measured here.
  JsonNode json() {
    var json = (ObjectNode) came.said().deepCopy();
    if (!came.isError()) {
      json.put("text", came.text());
    }
    if (cause != null) {
      json.put("cause", cause);
    }
    json.put("status", came.status());
    json.put("duration_ms", came.latency().toMillis());
    if (came.firstText() != null) {
      json.put("first_text_ms", came.firstText().toMillis());
    }
    return json;
  }
}
