package dev.headgate.simulate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// JSON in few words.
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.shared();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Json() {}

  /// An object of names and values, in turn.
  static ObjectNode object(@Nullable Object... pairs) {
    ObjectNode object = NODES.objectNode();
    for (int i = 0; i < pairs.length; i += 2) {
      object.set(String.valueOf(pairs[i]), node(pairs[i + 1]));
    }
    return object;
  }

  static ArrayNode array(@Nullable Object... values) {
    ArrayNode array = NODES.arrayNode(values.length);
    for (Object value : values) {
      array.add(node(value));
    }
    return array;
  }

  private static JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case JsonNode node -> node;
      case String text -> NODES.stringNode(text);
      case Boolean flag -> NODES.booleanNode(flag);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      default -> throw new IllegalArgumentException("no JSON: " + value.getClass());
    };
  }

  /// The text as a JSON string, with its quotes.
  static String quote(String text) {
    return MAPPER.writeValueAsString(text);
  }

  static byte[] bytes(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /// A request's body; refuses what is no JSON object.
  static ObjectNode parse(byte[] body) {
    try {
      if (MAPPER.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException malformed) {
      // the vendors tell no more than this either
    }
    throw Rejected.invalid("We could not parse the JSON body of your request.", null);
  }
}
