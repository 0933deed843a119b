package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// JSON values as they stand in requests, named for those who sent them.
final class Json {
  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static JsonParser parser(byte[] json, int from, int to) {
    return FACTORY.createParser(ObjectReadContext.empty(), json, from, to - from);
  }

  /// What a refusal calls the value that begins with `token`.
  static String kind(@Nullable JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "object";
      case START_ARRAY -> "list";
      case VALUE_STRING -> "string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "number";
      case VALUE_TRUE, VALUE_FALSE -> "boolean";
      case VALUE_NULL -> "null";
      case null, default -> "nothing";
    };
  }

  /// JSON can escape half a surrogate pair, which UTF-8 cannot carry.
  static boolean isUnicode(String text) {
    return UTF_8.newEncoder().canEncode(text);
  }
}
