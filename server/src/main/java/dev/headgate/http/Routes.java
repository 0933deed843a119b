package dev.headgate.http;

import static java.util.stream.Collectors.joining;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import java.util.List;

/// A table of routes. `HEAD` is asked of those of `GET`.
public record Routes(List<Route> all) {
  public Routes {
    all = List.copyOf(all);
  }

  /// What the route of this path and method answers.
  public Decision<Answer> answer(Request request) {
    String method = request.method().equals("HEAD") ? "GET" : request.method();
    return at(request).stream()
        .filter(route -> route.method().equals(method))
        .findFirst()
        .map(route -> route.handler().apply(route.match(request).orElseThrow()))
        .orElseGet(() -> Decision.no(nobody(request)));
  }

  private Refusal nobody(Request request) {
    String methods = methods(request);
    return methods.isEmpty()
        ? new Refusal(
            Code.UNKNOWN_PATH, "Nothing is served at this path (expected: " + paths() + ").")
        : new Refusal(
            Code.METHOD_NOT_ALLOWED, "This path takes another method (expected: " + methods + ").");
  }

  private String paths() {
    return all.stream().map(Route::pattern).distinct().collect(joining(", "));
  }

  /// The methods that the path of a request takes: `GET, PUT`.
  public String methods(Request request) {
    return at(request).stream().map(Route::method).collect(joining(", "));
  }

  private List<Route> at(Request request) {
    return all.stream().filter(route -> route.match(request).isPresent()).toList();
  }
}
