package dev.headgate.cli;

import java.lang.Character.UnicodeScript;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// How many columns of a terminal a text takes: letters of East Asia and emoji two each, marks that
/// combine with what is before them none.
final class Width {
  private static final Set<UnicodeScript> WIDE =
      Set.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.HANGUL,
          UnicodeScript.BOPOMOFO,
          UnicodeScript.YI);

  private Width() {}

  static int of(String text) {
    return text.codePoints().map(Width::of).sum();
  }

  private static int of(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
      default -> isWide(c) ? 2 : 1;
    };
  }

  private static boolean isWide(int c) {
    boolean halfWidth = c >= 0xff61 && c <= 0xffdc;
    boolean fullWidth = (c >= 0xff01 && c <= 0xff60) || (c >= 0xffe0 && c <= 0xffe6);
    boolean punctuation = c >= 0x3000 && c <= 0x303e;
    return !halfWidth
        && (fullWidth
            || punctuation
            || Character.isEmojiPresentation(c)
            || WIDE.contains(UnicodeScript.of(c)));
  }

  /// The text in exactly so many columns; what is longer ends in `…`.
  static String fit(String text, int columns) {
    if (of(text) <= columns) {
      return text + " ".repeat(columns - of(text));
    }
    var kept = new StringBuilder();
    int width = 0;
    for (int c : text.codePoints().toArray()) {
      width += of(c);
      if (width >= columns) {
        break;
      }
      kept.appendCodePoint(c);
    }
    return kept + "…" + " ".repeat(columns - 1 - of(kept.toString()));
  }

  /// The text in lines of so many columns, broken at spaces; a longer word has a line of its own.
  static List<String> lines(String text, int columns) {
    var lines = new ArrayList<String>();
    for (String word : text.split(" ", -1)) {
      String longer = lines.isEmpty() ? word : lines.getLast() + " " + word;
      if (lines.isEmpty() || of(longer) > columns) {
        lines.add(word);
      } else {
        lines.set(lines.size() - 1, longer);
      }
    }
    return lines;
  }

  /// The text at the end of so many columns, if it is not longer.
  static String right(String text, int columns) {
    return " ".repeat(Math.max(0, columns - of(text))) + text;
  }
}
