package dev.headgate.protocol;

import dev.headgate.base.Field;
import dev.headgate.base.Names;
import java.util.ArrayList;
import java.util.List;

/// Which header fields go through the gate. Unknown ones do, for vendors add some every month;
/// these do not: credentials, what belongs to one hop or one browser, and what is ours.
public final class Forwarded {
  private static final Names NOT_UP =
      Names.of(
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
          "traceparent",
          "tracestate",
          "proxy-authorization");
  private static final Names NOT_DOWN =
      Names.of(
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

  private static final String[] NO_START_UP = {"x-headgate-", "x-forwarded-", "sec-fetch-"};
  private static final String[] NO_START_DOWN = {"x-headgate-", "access-control-"};

  private Forwarded() {}

  /// Those of a client's request.
  public static List<Field> request(List<Field> fields) {
    return without(NOT_UP, NO_START_UP, fields);
  }

  /// Those of a provider's answer.
  public static List<Field> answer(List<Field> fields) {
    return without(NOT_DOWN, NO_START_DOWN, fields);
  }

  private static List<Field> without(Names names, String[] starts, List<Field> fields) {
    var kept = new ArrayList<Field>(fields.size() + 4);
    for (Field field : fields) {
      if (!names.contains(field.name()) && !startsWithOne(starts, field.name())) {
        kept.add(field);
      }
    }
    return kept;
  }

  private static boolean startsWithOne(String[] starts, String name) {
    for (String start : starts) {
      if (name.regionMatches(true, 0, start, 0, start.length())) {
        return true;
      }
    }
    return false;
  }
}
