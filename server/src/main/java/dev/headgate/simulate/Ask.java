package dev.headgate.simulate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a request asks for. `cap` is the most output tokens of each of its `copies`; `tool` is the
/// one to call and `schema` the form of the answer, if any.
record Ask(
    ObjectNode body,
    String model,
    Texts prompt,
    int cap,
    int copies,
    @Nullable Tool tool,
    @Nullable JsonNode schema) {
  static final int NO_CAP = Integer.MAX_VALUE;

  Ask {
    if (model.isEmpty()) {
      throw Rejected.missing("model");
    }
  }

  /// For an answer in words; `turns` are the conversation, `format` the form of the answer.
  static Ask said(
      ObjectNode body, Texts prompt, JsonNode turns, JsonNode format, int cap, int copies) {
    var tool = Tool.chosen(body, isUsers(turns) ? prompt.latest() : "");
    return new Ask(body, model(body), prompt, cap, copies, tool, schema(format));
  }

  /// For an answer in which nothing is said.
  static Ask unsaid(ObjectNode body, Texts prompt) {
    return new Ask(body, model(body), prompt, 0, 0, null, null);
  }

  private static String model(JsonNode body) {
    return body.path("model").asString("");
  }

  /// Whether the user has the last word, and not a tool.
  private static boolean isUsers(JsonNode turns) {
    JsonNode last = turns.path(turns.size() - 1);
    for (JsonNode block : last.path("content")) {
      if (block.path("type").asString("").equals("tool_result")) {
        return false;
      }
    }
    return turns.isString() || last.path("role").asString("").equals("user");
  }

  private static @Nullable JsonNode schema(JsonNode format) {
    return switch (format.path("type").asString("")) {
      case "json_schema" ->
          format.path("json_schema").isObject()
              ? format.at("/json_schema/schema")
              : format.path("schema");
      case "json_object" -> format.path("nothing");
      default -> null;
    };
  }

  boolean stream() {
    return body.path("stream").booleanValue(false);
  }

  /// Whether it pays to be served before others.
  boolean fast() {
    return switch (body.path("service_tier").asString(body.path("speed").asString(""))) {
      case "fast", "priority" -> true;
      default -> false;
    };
  }

  /// Whether it has its prompt kept for twelve hours and not for half of one.
  boolean keepsLonger() {
    return body.at("/prompt_cache_options/ttl").asString("").equals("12h");
  }

  /// How often the vendor is to search the web: once for each such tool, or as often as that, or
  /// the request, allows.
  long searches() {
    long searches = 0;
    for (JsonNode tool : body.path("tools")) {
      if (tool.path("type").asString("").startsWith("web_search")) {
        searches += tool.path("max_uses").asInt(body.path("max_tool_calls").asInt(1));
      }
    }
    return searches;
  }

  /// The first of these members that is there and not null, at least `least`; else `otherwise`.
  static int integer(JsonNode body, int least, int otherwise, String... names) {
    for (String name : names) {
      if (body.hasNonNull(name)) {
        JsonNode value = body.get(name);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
          throw Rejected.invalid("Invalid '" + name + "': expected at least " + least + ".", name);
        }
        return value.intValue();
      }
    }
    return otherwise;
  }

  static JsonNode list(JsonNode body, String name) {
    JsonNode list = body.path(name);
    if (list.isMissingNode()) {
      throw Rejected.missing(name);
    }
    if (!list.isArray() || list.isEmpty()) {
      throw Rejected.invalid("Invalid '" + name + "': expected an array of objects.", name);
    }
    return list;
  }
}
