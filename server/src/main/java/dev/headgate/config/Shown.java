package dev.headgate.config;

import java.util.regex.Pattern;

/// What of a file's text may stand in a message: no key, nothing that a URL may carry, not much.
final class Shown {
  static final String LITERAL_SECRET =
      "literal secret (expected: a reference, as ${NAME} or ${file:path})";

  private static final int LENGTH = 60;

  /// A plain `sk-` also begins a Slovak feature's name, so there a digit or a capital is asked for.
  private static final Pattern KEY =
      Pattern.compile(
          "(?<![A-Za-z0-9])(?:sk-(?:ant|hg|proj|or|svcacct|admin)-[A-Za-z0-9_-]{6}"
              + "|sk-(?=[a-z_-]{0,64}[A-Z0-9])[A-Za-z0-9_-]{12}"
              + "|AIza[A-Za-z0-9_-]{12}|xox[a-z]-[A-Za-z0-9-]{6}"
              + "|gsk_[A-Za-z0-9]{12}|AKIA[A-Z0-9]{12})");

  private Shown() {}

  /// Whether a credential of a known make stands in the text.
  static boolean isKeyLike(String text) {
    return KEY.matcher(text).find();
  }

  static String of(String text) {
    if (isKeyLike(text)) {
      return "[secret]";
    }
    int scheme = text.indexOf("://");
    int end = scheme < 0 ? text.length() : scheme + 3;
    String start = text.substring(0, Math.min(end, LENGTH));
    return text.isEmpty() ? "\"\"" : start.length() < text.length() ? start + "…" : start;
  }
}
