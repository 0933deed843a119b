package dev.headgate.provider;

import dev.headgate.base.Clock;
import dev.headgate.base.Decision;
import dev.headgate.base.Mark;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.http.Answer;
import dev.headgate.http.Query;
import dev.headgate.http.Route;
import dev.headgate.http.Route.Asked;
import dev.headgate.http.SignedBody;
import dev.headgate.route.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// What operators see and do of targets, under `/admin/v1/targets`. `configured` are those that the
/// configuration names; others stand there too once they were asked.
public record TargetRoutes(
    Supplier<SequencedSet<Target>> configured,
    Supplier<Map<String, ProviderConfig>> providers,
    Standings standings,
    Clock clock) {
  private static final String ALL = "/admin/v1/targets";
  private static final String ONE = ALL + "/{target}";
  private static final List<String> MEMBERS = List.of("disabled", "reason");

  public List<Route> routes() {
    return List.of(
        new Route("GET", ALL, "how targets have done of late: circuit, latency, queue", this::all),
        new Route(
            "PUT",
            ONE,
            "takes a target, or a provider, out of service or puts it back; with a reason",
            this::put));
  }

  private Decision<Answer> all(Asked asked) {
    return Query.of(asked.request()).sound(page()).then(TargetRoutes::json);
  }

  private List<Map<String, Object>> page() {
    SequencedSet<Target> targets = configured.get();
    targets.addAll(standings.known());
    return targets.stream().flatMap(target -> shown(target).stream()).toList();
  }

  private Optional<Map<String, Object>> shown(Target target) {
    return Optional.ofNullable(providers.get().get(target.provider()))
        .map(config -> json(target, standings.view(target, config)));
  }

  private static Map<String, Object> json(Target target, Standings.View view) {
    var json = new LinkedHashMap<String, Object>();
    json.put("target", target.toString());
    json.put("state", view.state());
    view.reason().ifPresent(reason -> json.put("reason", reason));
    json.put("latency_ms", Math.round(view.latencyMillis()));
    json.put("attempts", view.circuit().attempts());
    json.put("failed", view.circuit().failed());
    json.put("slow", view.circuit().slow());
    json.put("in_flight", view.inFlight());
    json.put("queued", view.queued());
    json.put("retries_saved", view.retriesSaved());
    view.hold().ifPresent(by -> json.put("disabled", by.json()));
    return json;
  }

  private Decision<Answer> put(Asked asked) {
    return SignedBody.read(asked.request(), MEMBERS).then(body -> switched(asked, body));
  }

  private Decision<Answer> switched(Asked asked, SignedBody body) {
    String name = asked.named("target");
    if (!body.json().path("disabled").isBoolean()) {
      return SignedBody.wrong("disabled", "expected: true or false");
    }
    boolean disabled = body.json().path("disabled").booleanValue();
    String provider = name.split("/", 2)[0];
    if (disabled && !providers.get().containsKey(provider)) {
      return Decision.no(
          new Refusal(
              Code.UNKNOWN_MODEL,
              "No provider is configured under this name (expected: provider/model, or a provider;"
                  + " providers: "
                  + String.join(", ", providers.get().keySet())
                  + ")",
              "target"));
    }
    Mark by = body.at(clock.epochMillis());
    return standings.holds().change(name, disabled, by).then(_ -> json(ofName(name)));
  }

  private List<Map<String, Object>> ofName(String name) {
    var found = new ArrayList<Map<String, Object>>();
    for (var each : page()) {
      String target = String.valueOf(each.get("target"));
      if (target.equals(name) || target.startsWith(name + "/")) {
        found.add(each);
      }
    }
    return found;
  }

  private static Decision<Answer> json(Object value) {
    byte[] json = JsonMapper.shared().writeValueAsBytes(value);
    return Decision.yes(Answer.ok("application/json", json));
  }
}
