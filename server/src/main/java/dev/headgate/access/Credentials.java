package dev.headgate.access;

import dev.headgate.base.Request;
import dev.headgate.base.Secret;
import java.util.List;
import java.util.Optional;

/// What a request shows of itself.
final class Credentials {
  private static final String BEARER = "bearer ";

  private Credentials() {}

  /// In the first of these fields that is there, whether that holds anything or not.
  static Optional<Secret> in(Request request, List<String> fields) {
    for (String name : fields) {
      Optional<String> value = request.first(name);
      if (value.isPresent()) {
        return value
            .map(text -> name.equals("authorization") ? afterBearer(text) : text)
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(Secret::new);
      }
    }
    return Optional.empty();
  }

  private static String afterBearer(String text) {
    boolean bearer = text.regionMatches(true, 0, BEARER, 0, BEARER.length());
    return bearer ? text.substring(BEARER.length()) : "";
  }
}
