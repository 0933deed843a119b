package dev.headgate.api;

import dev.headgate.access.AdminKey;
import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import dev.headgate.call.Snapshot;
import dev.headgate.http.Answer;
import dev.headgate.http.Route;
import dev.headgate.http.Routes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;

/// `/admin/v1`: one table of routes behind one key. Who is let in is decided before any route is
/// looked for, so that none can be forgotten.
public final class Admin {
  static final String ROOT = "/admin/v1";
  private static final int MOST_BYTES = 64 << 10;

  private final AdminKey key;
  private final Supplier<Snapshot> snapshots;
  private final Routes routes;

  /// `others` are the routes of all packages that have any.
  public Admin(AdminKey key, Supplier<Snapshot> snapshots, List<Route> others) {
    this.key = key;
    this.snapshots = snapshots;
    var all = new ArrayList<Route>();
    all.add(new Route("GET", ROOT, "lists these paths", _ -> Decision.yes(list(all))));
    all.addAll(others);
    routes = new Routes(all);
  }

  Decision<Answer> answer(Request request) {
    return admit(request).then(Admin::readable).then(routes::answer);
  }

  /// Lets an operator pass.
  Decision<Request> admit(Request request) {
    return notFromAPage(request).then(key::admit);
  }

  Decision<Request> notFromAPage(Request request) {
    return snapshots.get().access().notFromAPage(request);
  }

  private static Decision<Request> readable(Request request) {
    if (request.body().length > MOST_BYTES) {
      return Decision.no(
          new Refusal(Code.BODY_TOO_LARGE, "The body is longer than 64 KB, which is the bound."));
    }
    return request.body().length == 0 ? Decision.yes(request) : Api.json(request);
  }

  /// The methods that the path of a request takes.
  String methods(Request request) {
    return routes.methods(request);
  }

  private static Answer list(List<Route> routes) {
    byte[] json = JsonMapper.shared().writeValueAsBytes(routes.stream().map(Admin::line).toList());
    return Answer.ok("application/json", json);
  }

  private static Map<String, String> line(Route route) {
    var line = new LinkedHashMap<String, String>();
    line.put("method", route.method());
    line.put("path", route.pattern());
    line.put("does", route.does());
    return line;
  }
}
