package dev.headgate.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A Markdown table whose columns also stand under each other on a terminal.
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  private final int texts;

  /// The first `texts` columns are text, the others numbers.
  Table(int texts, String... header) {
    this.texts = texts;
    rows.add(List.of(header));
  }

  Table row(String... cells) {
    return row(List.of(cells));
  }

  Table row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(cells + " (expected: " + rows.getFirst().size() + ")");
    }
    rows.add(cells);
    return this;
  }

  @Override
  public String toString() {
    int[] widths =
        IntStream.range(0, rows.getFirst().size())
            .map(column -> rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    var out = new StringBuilder(line(rows.getFirst(), widths));
    out.append(rule(widths));
    rows.stream().skip(1).forEach(row -> out.append(line(row, widths)));
    return out.toString();
  }

  private String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> i < texts ? left(cells.get(i), widths[i]) : right(cells.get(i), widths[i]))
        .collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private String rule(int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> i < texts ? "-".repeat(widths[i] + 2) : "-".repeat(widths[i] + 1) + ":")
        .collect(Collectors.joining("|", "|", "|\n"));
  }

  private static String left(String cell, int width) {
    return cell + " ".repeat(width - cell.length());
  }

  private static String right(String cell, int width) {
    return " ".repeat(width - cell.length()) + cell;
  }
}
