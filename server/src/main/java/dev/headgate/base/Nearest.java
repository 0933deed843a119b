package dev.headgate.base;

import static java.util.Comparator.comparingInt;

import java.util.Collection;
import java.util.List;
import java.util.Locale;

/// The known names that a mistyped one may have meant.
public final class Nearest {
  private static final int LONGEST = 64;
  private static final int MOST = 3;

  private Nearest() {}

  /// Those that are few slips away, the nearest first, three at most: a letter too many, too few,
  /// wrong, or swapped with the next. At most one slip in three letters or so; case and `_` for `-`
  /// are none.
  public static List<String> to(String wrong, Collection<String> known) {
    String meant = plain(wrong);
    int bound = (meant.length() + 1) / 3;
    return meant.isEmpty() || meant.length() > LONGEST
        ? List.of()
        : known.stream()
            .filter(name -> Math.abs(name.length() - meant.length()) <= bound)
            .filter(name -> slips(meant, plain(name)) <= bound)
            .sorted(comparingInt(name -> slips(meant, plain(name))))
            .limit(MOST)
            .toList();
  }

  /// `; did you mean a or b?`, or nothing.
  public static String hint(String wrong, Collection<String> known) {
    List<String> near = to(wrong, known);
    return near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?";
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static int slips(String a, String b) {
    int[][] slips = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        slips[i][j] = i == 0 || j == 0 ? i + j : fewest(a, i, b, j, slips);
      }
    }
    return slips[a.length()][b.length()];
  }

  private static int fewest(String a, int i, String b, int j, int[][] slips) {
    boolean same = a.charAt(i - 1) == b.charAt(j - 1);
    int fewest = Math.min(slips[i - 1][j], slips[i][j - 1]) + 1;
    fewest = Math.min(fewest, slips[i - 1][j - 1] + (same ? 0 : 1));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(fewest, slips[i - 2][j - 2] + 1) : fewest;
  }
}
