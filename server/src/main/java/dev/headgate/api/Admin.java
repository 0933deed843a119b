package dev.headgate.api;

import static java.util.stream.Collectors.joining;

import dev.headgate.access.AdminKey;
import dev.headgate.base.Decision;
import dev.headgate.base.Field;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import dev.headgate.call.Snapshot;
import dev.headgate.http.Answer;
import dev.headgate.http.Route;
import dev.headgate.http.Route.Asked;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// `/admin/v1`: one table of routes behind one key. Who is let in is decided before any route is
/// looked for, so that none can be forgotten.
public final class Admin {
  static final String ROOT = "/admin/v1";
  private static final int MOST_BYTES = 64 << 10;

  private final AdminKey key;
  private final Supplier<Snapshot> snapshots;
  private final List<Route> routes = new ArrayList<>();

  /// `routes` are those of all packages that have any.
  public Admin(AdminKey key, Supplier<Snapshot> snapshots, List<Route> routes) {
    this.key = key;
    this.snapshots = snapshots;
    this.routes.add(new Route("GET", ROOT, "lists these paths", _ -> Decision.yes(list())));
    this.routes.addAll(routes);
  }

  Decision<Answer> answer(Request request) {
    return admit(request).then(Admin::bounded).then(this::answered);
  }

  /// Whether an operator asks.
  Decision<Request> admit(Request request) {
    return snapshots.get().access().notFromAPage(request).then(key::admit);
  }

  private static Decision<Request> bounded(Request request) {
    return request.body().length <= MOST_BYTES
        ? Decision.yes(request)
        : Decision.no(
            new Refusal(Code.BODY_TOO_LARGE, "The body is longer than 64 KB, which is the bound."));
  }

  private Decision<Answer> answered(Request request) {
    List<Route> here = at(request);
    if (here.isEmpty()) {
      return Decision.no(new Refusal(Code.UNKNOWN_PATH, nothing()));
    }
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    return here.stream()
        .filter(route -> route.method().equals(method))
        .findFirst()
        .map(route -> served(route, request))
        .orElseGet(() ->
            Decision.no(
                new Refusal(
                    Code.METHOD_NOT_ALLOWED,
                    "This path takes another method (expected: " + methods(here) + ").")));
  }

  private static Decision<Answer> served(Route route, Request request) {
    Asked asked = route.match(request).orElseThrow();
    return request.body().length == 0 && !route.method().equals("PUT")
        ? route.handler().apply(asked)
        : Api.json(request).then(_ -> route.handler().apply(asked));
  }

  private List<Route> at(Request request) {
    return routes.stream().filter(route -> route.match(request).isPresent()).toList();
  }

  private static String methods(List<Route> here) {
    return here.stream().map(Route::method).collect(joining(", "));
  }

  /// What an answer about a wrong method has to add.
  Optional<Field> allow(Request request) {
    return Optional.of(at(request))
        .filter(here -> !here.isEmpty())
        .map(here -> new Field("allow", methods(here)));
  }

  private String nothing() {
    return routes.stream()
        .map(Route::pattern)
        .distinct()
        .collect(joining(", ", "Nothing is served at this path (expected: ", ")."));
  }

  private Answer list() {
    var list = routes.stream().map(Admin::line).toList();
    return Answer.ok("application/json", JsonMapper.shared().writeValueAsBytes(list));
  }

  private static Map<String, String> line(Route route) {
    var line = new LinkedHashMap<String, String>();
    line.put("method", route.method());
    line.put("path", route.pattern());
    line.put("does", route.does());
    return line;
  }
}
