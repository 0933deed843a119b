package dev.headgate.feature;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Request;
import dev.headgate.feature.Change.Act;
import dev.headgate.http.SignedBody;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

/// What an operator asks to be done to a feature, by whom and why.
record SwitchRequest(List<Act> acts, String author, String reason) {
  private static final List<String> MEMBERS = List.of("serve", "killed", "release", "reason");
  private static final List<String> REASON = List.of("reason");

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
    return SignedBody.read(request, MEMBERS)
        .then(body -> acts(body.json()).then(acts -> Decision.yes(of(acts, body))));
  }

  /// The same where the method says that it is to be released.
  static Decision<SwitchRequest> release(Request request) {
    return SignedBody.read(request, REASON)
        .then(body -> Decision.yes(of(List.of(new Act.Release()), body)));
  }

  private static SwitchRequest of(List<Act> acts, SignedBody body) {
    return new SwitchRequest(acts, body.author(), body.reason());
  }

  private static Decision<List<Act>> acts(JsonNode json) {
    var acts = new ArrayList<Act>();
    if (json.has("killed")) {
      JsonNode killed = json.get("killed");
      if (!killed.isBoolean()) {
        return SignedBody.wrong("killed", "expected: true or false");
      }
      acts.add(killed.booleanValue() ? new Act.Kill() : new Act.Restore());
    }
    if (json.has("release")) {
      if (!json.get("release").equals(BooleanNode.TRUE)) {
        return SignedBody.wrong("release", "expected: true");
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
      return SignedBody.wrong("body", "nothing to do (expected: serve, killed or release)");
    }
    return released && acts.size() > 1
        ? SignedBody.wrong("release", "goes with neither serve nor killed")
        : Decision.yes(acts);
  }
}
