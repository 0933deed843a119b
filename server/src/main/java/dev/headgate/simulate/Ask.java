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
    Texts prompt,
    int cap,
    int copies,
    @Nullable Tool tool,
    @Nullable JsonNode schema,
    long cacheable,
    int cacheKey) {
  static final int NO_CAP = Integer.MAX_VALUE;

  Ask {
    if (model.isEmpty()) {
      throw Rejected.missing("model");
    }
  }

  /// OpenAI's rule for prompts: from 1,024 tokens on, in steps of 128, without being asked.
  static Ask automaticallyCached(
      ObjectNode body,
      Texts prompt,
      int cap,
      int copies,
      @Nullable Tool tool,
      @Nullable JsonNode schema) {
    long kept = prompt.tokens() < 1024 ? 0 : prompt.tokens() / 128 * 128;
    return new Ask(body, model(body), prompt, cap, copies, tool, schema, kept, prompt.hash());
  }

  /// Anthropic's: up to the last block that has a `cache_control`.
  static Ask cachedWhereMarked(
      ObjectNode body, Texts prompt, int cap, @Nullable Tool tool, @Nullable JsonNode schema) {
    long kept = prompt.markedTokens();
    return new Ask(body, model(body), prompt, cap, 1, tool, schema, kept, prompt.markedHash());
  }

  /// For an answer in which nothing is said.
  static Ask unsaid(ObjectNode body, Texts prompt) {
    return new Ask(body, model(body), prompt, 0, 0, null, null, 0, 0);
  }

  private static String model(JsonNode body) {
    return body.path("model").asString("");
  }

  boolean stream() {
    return body.path("stream").booleanValue(false);
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
