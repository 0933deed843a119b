package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Repository;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The product's SQL keeps to what SQLite and Postgres share, but for `WITHOUT ROWID`, which only
/// says how a table lies on the disk.
class SqlSubsetTest {
  private static final Pattern COLUMN =
      Pattern.compile(
          "(?m)^\\s+[a-z_]+ ([A-Z]+)(?: NOT NULL)?(?: PRIMARY KEY)?(?: DEFAULT \\S+)?,?$");
  private static final Pattern BEYOND =
      Pattern.compile(
          "AUTOINCREMENT|BOOLEAN|SERIAL|DATETIME|INSERT OR |REPLACE INTO|->>|json_\\w+\\(|ARRAY\\["
              + "|strftime\\(|unixepoch\\(|GLOB '|IFNULL\\(|nextval\\(");

  private static Stream<Path> sources() {
    return Repository.files().stream()
        .filter(file -> file.toString().contains("src/main"))
        .filter(file -> file.toString().endsWith(".java") || file.toString().endsWith(".sql"));
  }

  @Test
  void columnsAreNumbersTextsAndBytes() {
    List<String> types =
        sources()
            .map(Repository::read)
            .filter(text -> text.contains("CREATE TABLE"))
            .flatMap(text -> COLUMN.matcher(text).results().map(found -> found.group(1)))
            .toList();
    assertThat(types).hasSizeGreaterThan(20).containsOnly("BIGINT", "TEXT", "BLOB");
  }

  @Test
  void nothingIsSaidThatOnlyOneOfThemUnderstands() {
    assertThat(sources().filter(file -> Repository.read(file).contains("SELECT ")))
        .isNotEmpty()
        .allSatisfy(file -> assertThat(BEYOND.matcher(Repository.read(file)).find()).isFalse());
  }
}
