package dev.headgate.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A page of the documentation, taken apart as far as tests want to know it.
public record Page(Path path, String text) {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+) ?(.*)\\n((?:.*\\n)*?)```$", Pattern.MULTILINE);

  /// What stands between two fences: `title` is what follows the language, such as a file's name.
  public record Block(String language, String title, String text) {}

  /// A row of a table, under the heading that the table stands under.
  public record Row(String heading, List<String> cells) {
    public String cell(int index) {
      return cells.get(index);
    }
  }

  /// A page by its path from the root.
  public static Page of(String path) {
    return new Page(Path.of(path), Repository.read(Path.of(path)));
  }

  public static List<Page> all() {
    return Repository.files(".md").stream()
        .map(path -> new Page(path, Repository.read(path)))
        .toList();
  }

  public List<Block> blocks() {
    return BLOCK
        .matcher(text)
        .results()
        .map(found -> new Block(found.group(1), found.group(2), found.group(3)))
        .toList();
  }

  public List<Block> blocks(String language) {
    return blocks().stream().filter(block -> block.language.equals(language)).toList();
  }

  /// The headings, without their marks.
  public List<String> headings() {
    return outsideOfBlocks()
        .lines()
        .filter(line -> line.matches("#+ .*"))
        .map(line -> line.replaceFirst("#+ ", ""))
        .toList();
  }

  /// The rows of all tables but for their heads.
  public List<Row> rows() {
    var rows = new ArrayList<Row>();
    String heading = "";
    boolean head = true;
    for (String line : outsideOfBlocks().lines().toList()) {
      heading = line.matches("#+ .*") ? line.replaceFirst("#+ ", "") : heading;
      if (!line.startsWith("|")) {
        head = true;
      } else if (line.startsWith("|---")) {
        head = false;
      } else if (!head) {
        String inner = line.strip().replaceAll("^\\| ?| ?\\|$", "");
        rows.add(new Row(heading, List.of(inner.split("\\s*\\|\\s*", -1))));
      }
    }
    return rows;
  }

  private String outsideOfBlocks() {
    return BLOCK.matcher(text).replaceAll("");
  }
}
