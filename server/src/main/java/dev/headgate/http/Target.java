package dev.headgate.http;

import java.util.Locale;

/// The target of a request: a path with a query, that every server reads alike.
final class Target {
  private Target() {}

  static boolean isPlain(String method, String target) {
    if (target.equals("*")) {
      return method.equals("OPTIONS");
    }
    return target.startsWith("/")
        && !target.startsWith("//")
        && target.chars().allMatch(c -> c > ' ' && c <= '~' && c != '#' && c != '\\')
        && !climbs(target.split("\\?", 2)[0]);
  }

  /// Whether a segment stands for this directory or the one above.
  private static boolean climbs(String path) {
    if (!path.contains("/.") && !path.contains("/%")) {
      return false;
    }
    for (String segment : path.toLowerCase(Locale.ROOT).replace("%2e", ".").split("/", -1)) {
      if (segment.equals(".") || segment.equals("..")) {
        return true;
      }
    }
    return false;
  }
}
