package dev.headgate.simulate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A simple value that satisfies a JSON Schema: its required properties, by their types.
final class Sample {
  private static final int DEEPEST = 32;

  private final JsonNode root;

  private Sample(JsonNode root) {
    this.root = root;
  }

  static JsonNode of(JsonNode schema) {
    return new Sample(schema).value(schema, 0);
  }

  private JsonNode value(JsonNode schema, int depth) {
    for (String given : new String[] {"const", "default"}) {
      if (schema.has(given)) {
        return schema.get(given);
      }
    }
    if (schema.path("enum").isArray()) {
      return schema.path("enum").path(0);
    }
    if (depth > DEEPEST) {
      return Json.array((Object) null).get(0);
    }
    if (schema.path("$ref").isString()) {
      return value(root.at(schema.get("$ref").stringValue().substring(1)), depth + 1);
    }
    for (String union : new String[] {"anyOf", "oneOf", "allOf"}) {
      if (schema.path(union).isArray()) {
        return value(schema.path(union).path(0), depth + 1);
      }
    }
    return typed(schema, depth);
  }

  private JsonNode typed(JsonNode schema, int depth) {
    JsonNode type = schema.path("type");
    String name = (type.isArray() ? type.path(0) : type).asString("object");
    Object value =
        switch (name) {
          case "string" -> string(schema.path("format").asString(""));
          case "integer" -> schema.path("minimum").asLong(1);
          case "number" -> schema.path("minimum").asDouble(1.5);
          case "boolean" -> true;
          case "null" -> null;
          case "array" -> array(schema, depth);
          default -> object(schema, depth);
        };
    return Json.array(value).get(0);
  }

  private static String string(String format) {
    return switch (format) {
      case "date" -> "2026-01-01";
      case "date-time" -> "2026-01-01T00:00:00Z";
      case "uuid" -> "00000000-0000-4000-8000-000000000000";
      case "email" -> "lock@example.com";
      default -> "canal";
    };
  }

  private JsonNode array(JsonNode schema, int depth) {
    var values = new Object[Math.clamp(schema.path("minItems").asInt(1), 1, 100)];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(schema.path("items"), depth + 1);
    }
    return Json.array(values);
  }

  private JsonNode object(JsonNode schema, int depth) {
    ObjectNode object = Json.object();
    for (JsonNode name : schema.path("required")) {
      String property = name.asString("");
      object.set(property, value(schema.path("properties").path(property), depth + 1));
    }
    return object;
  }
}
