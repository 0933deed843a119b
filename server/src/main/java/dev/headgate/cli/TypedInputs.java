package dev.headgate.cli;

import dev.headgate.feature.InputType;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/// Inputs as they were typed, in the JSON types that a prompt declares. What does not fit its type
/// goes as a text, for the server to say what is wrong with it.
final class TypedInputs {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

  private TypedInputs() {}

  static ObjectNode json(Map<String, String> typed, Map<String, InputType> declared) {
    ObjectNode inputs = JSON.createObjectNode();
    typed.forEach(
        (name, text) -> put(inputs, name, text, declared.getOrDefault(name, InputType.STRING)));
    return inputs;
  }

  private static void put(ObjectNode inputs, String name, String text, InputType type) {
    switch (type) {
      case STRING -> inputs.put(name, text);
      case INTEGER, NUMBER -> raw(inputs, name, text, NUMBER.matcher(text).matches());
      case BOOLEAN -> raw(inputs, name, text, text.equals("true") || text.equals("false"));
      case LIST -> inputs.set(name, list(text));
    }
  }

  /// Digit for digit, so that 1.50 stays 1.50.
  private static void raw(ObjectNode inputs, String name, String text, boolean fits) {
    if (fits) {
      inputs.putRawValue(name, new RawValue(text));
    } else {
      inputs.put(name, text);
    }
  }

  /// `["a, b", "c"]` as it is, else `a,b,c`.
  private static JsonNode list(String text) {
    if (text.startsWith("[")) {
      try {
        return JSON.readTree(text);
      } catch (JacksonException noJson) {
        return JSON.getNodeFactory().stringNode(text);
      }
    }
    return JSON.valueToTree(text.isEmpty() ? List.of() : List.of(text.split(",", -1)));
  }
}
