package dev.headgate.feature;

import dev.headgate.base.Decision;
import dev.headgate.http.Answer;
import dev.headgate.http.Query;
import dev.headgate.http.Route;
import dev.headgate.http.Route.Asked;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// What operators see and do of features, under `/admin/v1/features`.
public record SwitchRoutes(Supplier<FeaturePage> pages, Switches switches) {
  private static final String ALL = "/admin/v1/features";
  private static final String ONE = ALL + "/{feature}";
  private static final int MOST = 1_000;
  private static final int USUAL = 50;

  public List<Route> routes() {
    return List.of(
        new Route("GET", ALL, "what is served to whom, by the file and by operators", this::all),
        new Route("GET", ONE, "the same of one feature", this::one),
        new Route("PUT", ONE, "switches it: serve, killed, release; with a reason", this::put),
        new Route("DELETE", ONE, "gives it back to the file; with a reason", this::delete),
        new Route("GET", ONE + "/history", "who switched it, when and why", this::history));
  }

  private Decision<Answer> all(Asked asked) {
    return Query.of(asked.request()).sound(pages.get().all()).then(SwitchRoutes::json);
  }

  private Decision<Answer> one(Asked asked) {
    return shown(asked.named("feature"));
  }

  private Decision<Answer> shown(String name) {
    FeaturePage page = pages.get();
    return page.one(name)
        .map(SwitchRoutes::json)
        .orElseGet(() -> page.file().find(name, _ -> true).then(SwitchRoutes::json));
  }

  private Decision<Answer> put(Asked asked) {
    return SwitchRequest.read(asked.request()).then(wish -> switched(asked, wish));
  }

  private Decision<Answer> delete(Asked asked) {
    return SwitchRequest.release(asked.request()).then(wish -> switched(asked, wish));
  }

  private Decision<Answer> switched(Asked asked, SwitchRequest wish) {
    String name = asked.named("feature");
    return switches.change(pages.get().file(), name, wish).then(_ -> shown(name));
  }

  private Decision<Answer> history(Asked asked) {
    var query = Query.of(asked.request());
    int most = query.integer("limit", USUAL, 1, MOST);
    return query
        .sound(most)
        .then(limit -> switches.history(asked.named("feature"), limit))
        .then(changes -> json(changes.stream().map(Change::json).toList()));
  }

  private static Decision<Answer> json(Object value) {
    byte[] json = JsonMapper.shared().writeValueAsBytes(value);
    return Decision.yes(Answer.ok("application/json", json));
  }
}
