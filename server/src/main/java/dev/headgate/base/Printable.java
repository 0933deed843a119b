package dev.headgate.base;

/// Text of somebody else's, made fit for a line of a log, a header or a terminal.
public final class Printable {
  private static final int LONGEST = 200;

  private Printable() {}

  /// At most 200 characters, none of which controls a terminal or ends a line.
  public static String of(String text) {
    String shown = text.substring(0, Math.min(text.length(), LONGEST));
    if (shown.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      return shown;
    }
    var clean = new StringBuilder(shown.length());
    shown.codePoints().forEach(c -> clean.appendCodePoint(isPlain(c) ? c : '\ufffd'));
    return clean.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
