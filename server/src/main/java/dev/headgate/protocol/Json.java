package dev.headgate.protocol;

import tools.jackson.core.io.JsonStringEncoder;

/// JSON text made by hand, where a whole writer would be too much.
final class Json {
  private Json() {}

  static String quoted(String text) {
    var quoted = new String(JsonStringEncoder.getInstance().quoteAsCharArray(text));
    return "\"" + (quoted.chars().anyMatch(Json::isHalf) ? whole(quoted) : quoted) + "\"";
  }

  /// Half a character, as a stream may be cut, has no bytes in UTF-8: it is written as its number.
  private static String whole(String quoted) {
    var written = new StringBuilder();
    quoted
        .codePoints()
        .forEach(c -> {
          if (c <= 0xffff && isHalf(c)) {
            written.append("\\u%04X".formatted(c));
          } else {
            written.appendCodePoint(c);
          }
        });
    return written.toString();
  }

  private static boolean isHalf(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
