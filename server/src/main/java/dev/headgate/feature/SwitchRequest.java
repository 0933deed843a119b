package dev.headgate.feature;

import dev.headgate.base.Decision;
import dev.headgate.base.Printable;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import dev.headgate.feature.Change.Act;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What an operator asks to be done to a feature, by whom and why.
record SwitchRequest(List<Act> acts, String author, String reason) {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private static final List<String> MEMBERS = List.of("serve", "killed", "release", "reason");
  private static final String AUTHOR = "x-headgate-author";
  private static final String NOBODY = "unnamed";

  SwitchRequest {
    acts = List.copyOf(acts);
  }

  /// Whether it only takes back what was done, which can be done to what is no longer there.
  boolean isUndoing() {
    return acts.stream().allMatch(act -> act instanceof Act.Restore || act instanceof Act.Release);
  }

  /// What is to be done, if it can be done to this feature.
  Decision<List<Act>> fitting(Feature feature) {
    for (Act act : acts) {
      if (act instanceof Act.Serve(Shares shares)
          && feature.fit(shares) instanceof Decision.No(Refusal unfit)) {
        return Decision.no(unfit);
      }
    }
    return Decision.yes(acts);
  }

  /// Reads `{"serve"?, "killed"?, "reason"}` or `{"release": true, "reason"}`.
  static Decision<SwitchRequest> read(Request request) {
    return json(request).then(json -> acts(json).then(acts -> signed(acts, json, request)));
  }

  /// The same where the method says that it is to be released.
  static Decision<SwitchRequest> release(Request request) {
    return json(request)
        .then(json ->
            json.propertyNames().stream().allMatch("reason"::equals)
                ? signed(List.of(new Act.Release()), json, request)
                : wrong("body", "expected: {\"reason\"} alone"));
  }

  private static Decision<JsonNode> json(Request request) {
    try {
      JsonNode json = JSON.readTree(request.body());
      return json.isObject()
          ? known(json)
          : Decision.no(new Refusal(Code.INVALID_JSON, "The body is no JSON object."));
    } catch (JacksonException malformed) {
      return Decision.no(new Refusal(Code.INVALID_JSON, "The body is not valid JSON."));
    }
  }

  private static Decision<JsonNode> known(JsonNode json) {
    return json.propertyNames().stream()
        .filter(name -> !MEMBERS.contains(name))
        .findFirst()
        .<Decision<JsonNode>>map(name ->
            wrong(
                Printable.of(name),
                "no such member (expected: " + String.join(", ", MEMBERS) + ")"))
        .orElseGet(() -> Decision.yes(json));
  }

  private static Decision<List<Act>> acts(JsonNode json) {
    var acts = new ArrayList<Act>();
    if (json.has("killed")) {
      JsonNode killed = json.get("killed");
      if (!killed.isBoolean()) {
        return wrong("killed", "expected: true or false");
      }
      acts.add(killed.booleanValue() ? new Act.Kill() : new Act.Restore());
    }
    if (json.has("release")) {
      if (!json.get("release").equals(JSON.getNodeFactory().booleanNode(true))) {
        return wrong("release", "expected: true");
      }
      acts.add(new Act.Release());
    }
    if (json.has("serve")) {
      return Shares.read(json.get("serve")).then(shares -> all(acts, new Act.Serve(shares)));
    }
    return all(acts);
  }

  private static Decision<List<Act>> all(List<Act> acts, Act... more) {
    acts.addAll(List.of(more));
    boolean released = acts.stream().anyMatch(Act.Release.class::isInstance);
    if (acts.isEmpty()) {
      return wrong("body", "nothing to do (expected: serve, killed or release)");
    }
    return released && acts.size() > 1
        ? wrong("release", "goes with neither serve nor killed")
        : Decision.yes(acts);
  }

  private static Decision<SwitchRequest> signed(List<Act> acts, JsonNode json, Request request) {
    String reason = json.path("reason").asString("").strip();
    String author = request.first(AUTHOR).map(String::strip).orElse("");
    if (reason.isEmpty() || reason.length() > Mark.LONGEST_REASON) {
      return wrong("reason", "expected: why, in 1 to " + Mark.LONGEST_REASON + " characters");
    }
    if (author.length() > Mark.LONGEST_AUTHOR) {
      return wrong(AUTHOR, "expected: at most " + Mark.LONGEST_AUTHOR + " characters");
    }
    return Decision.yes(new SwitchRequest(acts, author.isEmpty() ? NOBODY : author, reason));
  }

  private static <T> Decision<T> wrong(String member, String expected) {
    return Decision.no(new Refusal(Code.INVALID_REQUEST, member + ": " + expected, member));
  }
}
