package dev.headgate.protocol;

import tools.jackson.core.io.JsonStringEncoder;

/// JSON text made by hand, where a whole writer would be too much.
final class Json {
  private Json() {}

  static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
  }
}
