package dev.headgate.base;

import static java.util.Comparator.comparingInt;

import java.util.Collection;
import java.util.List;

/// The known names that a mistyped one may have meant.
public final class Nearest {
  private static final int MOST = 3;

  private Nearest() {}

  /// At most three of the candidates, the nearest first.
  public static List<String> to(String name, Collection<String> candidates) {
    String asked = name.substring(0, Math.min(name.length(), 100)); // bounds the work
    int far = Math.max(2, asked.length() / 3);
    return candidates.stream()
        .filter(each -> distance(asked, each) <= far || isPart(asked, each))
        .sorted(comparingInt(each -> distance(asked, each)))
        .limit(MOST)
        .toList();
  }

  /// ` Did you mean a, b?`, or nothing.
  public static String hint(String name, Collection<String> candidates) {
    List<String> near = to(name, candidates);
    return near.isEmpty() ? "" : " Did you mean " + String.join(", ", near) + "?";
  }

  private static boolean isPart(String asked, String candidate) {
    return asked.length() >= 3 && (candidate.contains(asked) || asked.contains(candidate));
  }

  /// Levenshtein's: insertions, deletions and exchanges of one letter.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int exchanged = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
