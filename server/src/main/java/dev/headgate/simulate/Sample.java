package dev.headgate.simulate;

import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/// A simple value, as JSON text, that satisfies a JSON Schema: its required properties, by their
/// types. What lies deeper than 32 levels, or beyond 10,000 values, is null.
final class Sample {
  private static final int DEEPEST = 32;
  private static final int MOST_VALUES = 10_000;

  private final JsonNode root;
  private int made;

  private Sample(JsonNode root) {
    this.root = root;
  }

  static String of(JsonNode schema) {
    return new Sample(schema).value(schema, 0);
  }

  private String value(JsonNode schema, int depth) {
    if (depth > DEEPEST || ++made > MOST_VALUES) {
      return "null";
    }
    if (schema.has("const")) {
      return schema.get("const").toString();
    }
    if (schema.path("enum").isArray()) {
      return schema.get("enum").path(0).toString();
    }
    String reference = schema.path("$ref").asString("");
    if (reference.equals("#") || reference.startsWith("#/")) {
      return value(root.at(reference.substring(1)), depth + 1);
    }
    for (String union : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (schema.path(union).isArray()) {
        return value(schema.get(union).path(0), depth + 1);
      }
    }
    return typed(schema, depth);
  }

  private String typed(JsonNode schema, int depth) {
    JsonNode type = schema.path("type");
    return switch ((type.isArray() ? type.path(0) : type).asString("object")) {
      case "string" -> schema.has("format") ? formatted(schema) : "\"canal\"";
      case "integer" -> String.valueOf(schema.path("minimum").asLong(1));
      case "number" -> String.valueOf(schema.path("minimum").asDouble(1.5));
      case "boolean" -> "true";
      case "null" -> "null";
      case "array" -> array(schema, depth);
      default -> object(schema, depth);
    };
  }

  private static String formatted(JsonNode schema) {
    return switch (schema.path("format").asString("")) {
      case "date" -> "\"2026-01-01\"";
      case "date-time" -> "\"2026-01-01T00:00:00Z\"";
      case "uuid" -> "\"00000000-0000-4000-8000-000000000000\"";
      default -> "\"lock@example.com\"";
    };
  }

  private String array(JsonNode schema, int depth) {
    var values = new StringJoiner(",", "[", "]");
    int size = Math.clamp(schema.path("minItems").asInt(1), 1, 100);
    for (int i = 0; i < size; i++) {
      values.add(value(schema.path("items"), depth + 1));
    }
    return values.toString();
  }

  private String object(JsonNode schema, int depth) {
    var members = new StringJoiner(",", "{", "}");
    for (JsonNode name : schema.path("required")) {
      JsonNode property = schema.path("properties").path(name.asString(""));
      members.add(name + ":" + value(property, depth + 1));
    }
    return members.toString();
  }
}
