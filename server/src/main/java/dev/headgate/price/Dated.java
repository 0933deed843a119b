package dev.headgate.price;

import java.util.regex.Pattern;

/// Names of models that end in the day of a snapshot: `gpt-6-luna-2026-01-15`,
/// `claude-haiku-4-5-20251001`.
final class Dated {
  private static final Pattern DAY =
      Pattern.compile("-20[0-9]{2}(-?)(?:0[1-9]|1[0-2])\\1(?:0[1-9]|[12][0-9]|3[01])");
  private static final int SHORTEST = "-20260115".length();
  private static final int LONGEST = "-2026-01-15".length();

  private Dated() {}

  /// The name without its day; the same, where it has none.
  static String without(String model) {
    int end = model.length();
    for (int length : new int[] {LONGEST, SHORTEST}) {
      int cut = end - length;
      if (cut > 0 && model.charAt(cut) == '-' && Character.isDigit(model.charAt(end - 1))) {
        if (DAY.matcher(model).region(cut, end).matches()) {
          return model.substring(0, cut);
        }
      }
    }
    return model;
  }
}
