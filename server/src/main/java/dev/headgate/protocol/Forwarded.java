package dev.headgate.protocol;

import dev.headgate.base.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which header fields go through the gate. Unknown ones do, for vendors add some every month;
/// these do not: credentials, what belongs to one hop or one browser, and what is ours.
public final class Forwarded {
  private static final Set<String> NOT_UP =
      Set.of(
          "authorization",
          "x-api-key",
          "api-key",
          "x-goog-api-key",
          "cookie",
          "host",
          "origin",
          "referer",
          "forwarded",
          "via",
          "x-real-ip",
          "content-length",
          "content-encoding",
          "accept-encoding",
          "expect",
          "http2-settings",
          "proxy-authorization");
  private static final Set<String> NOT_DOWN =
      Set.of(
          "set-cookie",
          "set-cookie2",
          "server",
          "date",
          "via",
          "alt-svc",
          "nel",
          "report-to",
          "strict-transport-security",
          "www-authenticate",
          "proxy-authenticate",
          "x-should-retry",
          "retry-after",
          "retry-after-ms");

  private Forwarded() {}

  /// Those of a client's request.
  public static List<Field> request(List<Field> fields) {
    return without(NOT_UP, List.of("x-headgate-", "x-forwarded-", "sec-fetch-"), fields);
  }

  /// Those of a provider's answer.
  public static List<Field> answer(List<Field> fields) {
    return without(NOT_DOWN, List.of("x-headgate-", "access-control-"), fields);
  }

  private static List<Field> without(Set<String> names, List<String> starts, List<Field> fields) {
    var kept = new ArrayList<Field>(fields.size());
    for (Field field : fields) {
      String name = field.name().toLowerCase(Locale.ROOT);
      if (!names.contains(name) && starts.stream().noneMatch(name::startsWith)) {
        kept.add(field);
      }
    }
    return kept;
  }
}
