package dev.headgate.simulate;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a request asks for. `cap` is the most output tokens of each of its `copies`; `tool` is the
/// one to call and `schema` the form of the answer, if any; `cacheable` is how many of the prompt's
/// tokens the vendor keeps, under `cacheKey`.
record Ask(
    ObjectNode body,
    String model,
    boolean stream,
    Texts prompt,
    int cap,
    int copies,
    @Nullable Tool tool,
    @Nullable JsonNode schema,
    long cacheable,
    int cacheKey) {
  static final int NO_CAP = Integer.MAX_VALUE;

  /// OpenAI's rule for prompts: from 1,024 tokens on, in steps of 128, without being asked.
  static Ask automaticallyCached(
      ObjectNode body,
      Texts prompt,
      int cap,
      int copies,
      @Nullable Tool tool,
      @Nullable JsonNode schema) {
    long tokens = prompt.tokens();
    long cacheable = tokens < 1024 ? 0 : tokens / 128 * 128;
    return new Ask(
        body,
        model(body),
        flag(body, "stream"),
        prompt,
        cap,
        copies,
        tool,
        schema,
        cacheable,
        prompt.hash());
  }

  static String model(JsonNode body) {
    String model = body.path("model").asString("");
    if (model.isEmpty()) {
      throw Rejected.missing("model");
    }
    return model;
  }

  static boolean flag(JsonNode body, String name) {
    return body.path(name).booleanValue(false);
  }

  /// The first of these members that is there and not null, at least `least`; else `otherwise`.
  static int integer(JsonNode body, int least, int otherwise, String... names) {
    for (String name : names) {
      JsonNode value = body.path(name);
      if (value.isMissingNode() || value.isNull()) {
        continue;
      }
      if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least) {
        String message = "Invalid '" + name + "': expected an integer of at least " + least + ".";
        throw Rejected.invalid(message, name);
      }
      return value.intValue();
    }
    return otherwise;
  }

  static JsonNode list(JsonNode body, String name) {
    JsonNode list = body.path(name);
    if (!list.isArray() || list.isEmpty()) {
      throw list.isMissingNode()
          ? Rejected.missing(name)
          : Rejected.invalid("Invalid '" + name + "': expected an array of objects.", name);
    }
    return list;
  }
}
