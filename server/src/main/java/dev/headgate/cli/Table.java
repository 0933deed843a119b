package dev.headgate.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/// Columns as wide as what stands in them, two spaces between. Those named in `numbers` end at one
/// line, the others begin at one.
final class Table {
  private static final String GAP = "  ";

  private final Set<Integer> numbers;
  private final List<String[]> rows = new ArrayList<>();

  private Table(Set<Integer> numbers) {
    this.numbers = numbers;
  }

  /// Names and what they mean, without a heading.
  static Table ofNames() {
    return new Table(Set.of());
  }

  /// A column whose heading ends in `#` is of numbers.
  static Table of(String... headings) {
    var numbers = new java.util.HashSet<Integer>();
    String[] names = headings.clone();
    for (int i = 0; i < names.length; i++) {
      if (names[i].endsWith("#")) {
        numbers.add(i);
        names[i] = names[i].substring(0, names[i].length() - 1);
      }
    }
    return new Table(Set.copyOf(numbers)).row(names);
  }

  Table row(String... cells) {
    rows.add(cells);
    return this;
  }

  /// Cuts the longest texts, not numbers, until a line takes no more than so many columns.
  Table within(int columns) {
    int count = rows.getFirst().length;
    int[] widths = IntStream.range(0, count).map(this::width).toArray();
    int excess = Arrays.stream(widths).sum() + GAP.length() * (count - 1) - columns;
    for (; excess > 0; excess--) {
      widths[widest(widths)]--;
    }
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = Width.of(row[i]) > widths[i] ? Width.fit(row[i], widths[i]) : row[i];
      }
    }
    return this;
  }

  private int widest(int[] widths) {
    return IntStream.range(0, widths.length)
        .filter(column -> !numbers.contains(column))
        .boxed()
        .max(Comparator.comparingInt(column -> widths[column]))
        .orElseThrow();
  }

  List<String> lines() {
    return rows.stream().map(this::line).toList();
  }

  private String line(String[] cells) {
    var line = new StringBuilder();
    for (int i = 0; i < cells.length; i++) {
      String space = " ".repeat(width(i) - Width.of(cells[i]));
      line.append(i == 0 ? "" : GAP);
      line.append(numbers.contains(i) ? space + cells[i] : cells[i] + space);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> column < row.length)
        .mapToInt(row -> Width.of(row[column]))
        .max()
        .orElse(0);
  }

  @Override
  public String toString() {
    return String.join(System.lineSeparator(), lines());
  }
}
