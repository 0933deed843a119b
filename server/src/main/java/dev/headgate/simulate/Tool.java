package dev.headgate.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A function that the request offers.
record Tool(String name, JsonNode schema) {
  /// Which one is called: the one named by the caller, the first if one is required or the prompt's
  /// last text asks for it, else none.
  static @Nullable Tool chosen(List<Tool> offered, JsonNode choice, String latest) {
    String mode = choice.isString() ? choice.stringValue() : choice.path("type").asString("auto");
    if (offered.isEmpty() || mode.equals("none")) {
      return null;
    }
    String name = choice.at("/function/name").asString(choice.path("name").asString(""));
    for (Tool tool : offered) {
      if (tool.name.equals(name)) {
        return tool;
      }
    }
    boolean called = mode.equals("required") || mode.equals("any");
    return called || latest.contains("use the tool") ? offered.getFirst() : null;
  }
}
