package dev.headgate.simulate;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// JSON in few words.
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  /// The value as JSON text: a string gets its quotes, a record becomes an object.
  static String text(@org.jspecify.annotations.Nullable Object value) {
    return MAPPER.writeValueAsString(value);
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

  /// The member as it was sent, for an answer that repeats it.
  static String echo(JsonNode body, String name, String otherwise) {
    return body.hasNonNull(name) ? body.get(name).toString() : otherwise;
  }
}
