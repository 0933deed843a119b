package dev.headgate.simulate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A function that a request offers.
record Tool(String name, JsonNode schema) {
  /// Which one is called: the one that the request names, the first if it requires one or `latest`,
  /// what its user said last, asks for it; else none.
  static @Nullable Tool chosen(JsonNode body, String latest) {
    JsonNode choice = body.path("tool_choice");
    String mode = choice.isString() ? choice.stringValue() : choice.path("type").asString("auto");
    List<Tool> offered = offered(body.path("tools"));
    if (offered.isEmpty() || mode.equals("none")) {
      return null;
    }
    String name = choice.at("/function/name").asString(choice.path("name").asString(""));
    boolean called =
        mode.equals("required") || mode.equals("any") || latest.contains("use the tool");
    return offered.stream()
        .filter(tool -> tool.name.equals(name))
        .findFirst()
        .orElse(called ? offered.getFirst() : null);
  }

  /// The functions among the tools, in the form of any wire.
  private static List<Tool> offered(JsonNode tools) {
    List<Tool> offered = new ArrayList<>();
    for (JsonNode tool : tools) {
      JsonNode function = tool.path("function").isObject() ? tool.get("function") : tool;
      JsonNode schema = function.path(function.has("parameters") ? "parameters" : "input_schema");
      if (schema.isObject()) {
        offered.add(new Tool(function.path("name").asString(""), schema));
      }
    }
    return offered;
  }
}
