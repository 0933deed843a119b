package dev.headgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Decision;
import dev.headgate.base.Request;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/// A path of the admin interface: the method and the pattern of paths, such as
/// `/admin/v1/features/{feature}`, that it answers, what it does in a few words, and who does it.
public record Route(
    String method, String pattern, String does, Function<Asked, Decision<Answer>> handler) {

  /// A request and what stands in its path for the names of the pattern.
  public record Asked(Request request, Map<String, String> named) {
    public Asked {
      named = Map.copyOf(named);
    }

    /// What stands for a name of the pattern.
    public String named(String name) {
      return Objects.requireNonNull(named.get(name), name);
    }
  }

  /// The request as one for this path, if it is, whatever its method.
  public Optional<Asked> match(Request request) {
    String[] wanted = pattern.split("/", -1);
    String[] given = request.route().split("/", -1);
    if (wanted.length != given.length) {
      return Optional.empty();
    }
    var named = new HashMap<String, String>();
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].startsWith("{") && !given[i].isEmpty()) {
        named.put(wanted[i].substring(1, wanted[i].length() - 1), decoded(given[i]));
      } else if (!wanted[i].equals(given[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(new Asked(request, named));
  }

  /// What is no percent-encoding stands for itself.
  private static String decoded(String segment) {
    try {
      return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) {
      return segment;
    }
  }
}
