package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The caller's own part of a conversation that a feature's prompt opens: turns of `user` and
/// `assistant` only, so that nobody else speaks as the system.
final class Turns {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> FORBIDDEN = Set.of("system", "instructions");

  private Turns() {}

  /// The turns as JSON, without the list's brackets; empty if there are none.
  static Decision<String> of(Ask ask) {
    for (String name : FORBIDDEN) {
      if (ask.document.member(name).isPresent()) {
        return RequestRules.wrong(name, "present", "nothing, for the feature brings its own");
      }
    }
    if (ask.document.member("n").filter(n -> Ask.whole(n) != 1).isPresent()) {
      return RequestRules.wrong(
          "n", "several answers", "1, for the feature's output cap is for one");
    }
    String list = ask.surface() == Surface.RESPONSES ? "input" : "messages";
    Optional<Member> given = ask.document.member(list);
    if (given.isEmpty()) {
      return Decision.yes("");
    }
    String json = new String(ask.document.value(given.get()), UTF_8);
    if (given.get().isText()) {
      return Decision.yes("{\"role\":\"user\",\"content\":" + json + "}");
    }
    if (!given.get().isArray()) {
      return RequestRules.wrong(list, given.get().found(), "a list of messages");
    }
    return checked(json, list, ask.surface() == Surface.FEATURES);
  }

  private static Decision<String> checked(String json, String list, boolean neutral) {
    try (JsonParser tokens = JSON.createParser(ObjectReadContext.empty(), json)) {
      tokens.nextToken();
      for (int i = 0; tokens.nextToken() != JsonToken.END_ARRAY; i++) {
        String problem = turn(tokens, neutral);
        if (!problem.isEmpty()) {
          String at = list + "[" + i + "]";
          return Decision.no(new Refusal(Code.INVALID_REQUEST, at + ": " + problem, at));
        }
      }
    }
    String inner = json.strip();
    return Decision.yes(inner.substring(1, inner.length() - 1).strip());
  }

  /// What is wrong with the turn, or nothing.
  private static String turn(JsonParser tokens, boolean neutral) {
    if (tokens.currentToken() != JsonToken.START_OBJECT) {
      tokens.skipChildren();
      return "not an object (expected: {role, content})";
    }
    boolean spoken = false;
    String problem = "";
    while (tokens.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = tokens.currentName();
      JsonToken form = tokens.nextToken();
      if (name.equals("role")) {
        String role = form == JsonToken.VALUE_STRING ? tokens.getString() : "";
        spoken = !spoken && (role.equals("user") || role.equals("assistant"));
        problem = spoken ? problem : "the role is neither user nor assistant, or stands twice";
      } else if (neutral && !(name.equals("content") && form == JsonToken.VALUE_STRING)) {
        problem = "expected: {role, content} with a text as content";
      }
      tokens.skipChildren();
    }
    return spoken || !problem.isEmpty() ? problem : "no role (expected: user or assistant)";
  }
}
