package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.headgate.config.Environment;
import dev.headgate.testkit.Page;
import dev.headgate.testkit.Repository;
import dev.headgate.testkit.Walk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// What holds for all pages, as far as a program can tell.
class DocsTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern NAMED_TEST =
      Pattern.compile("`([A-Z]\\w*Test)(?:\\.(\\w+))?`", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{(\\w+)}");
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir private Path directory;

  @Test
  void relativeLinksLeadSomewhere() {
    assertThat(Page.all().stream().flatMap(DocsTest::deadLinks)).isEmpty();
  }

  private static Stream<String> deadLinks(Page page) {
    return LINK.matcher(page.text())
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains(":") && !leadsSomewhere(page, link))
        .map(link -> page.path() + " -> " + link);
  }

  private static boolean leadsSomewhere(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path file = page.path();
    if (!parts[0].isEmpty()) {
      Path folder = file.toAbsolutePath().getParent();
      file = Path.of("").toAbsolutePath().relativize(folder.resolve(parts[0]).normalize());
    }
    if (!Files.exists(Repository.root().resolve(file))) {
      return false;
    }
    return parts.length == 1
        || Page.of(file.toString()).headings().stream()
            .map(DocsTest::anchor)
            .anyMatch(parts[1]::equals);
  }

  /// As GitHub makes it of a heading.
  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
  }

  @Test
  void testsThatAPageNamesExist() {
    assertThat(
            Page.all().stream()
                .flatMap(page -> NAMED_TEST.matcher(page.text()).results())
                .filter(named -> !exists(named.group(1), named.group(2)))
                .map(named -> named.group()))
        .isEmpty();
  }

  private static boolean exists(String test, String method) {
    return Repository.files(test + ".java").stream()
        .filter(file -> file.toString().contains("src/test/java") && file.endsWith(test + ".java"))
        .anyMatch(
            file -> method == null || Repository.read(file).contains(" void " + method + "("));
  }

  @Test
  void configurationsOnPagesAreSound() throws IOException {
    int read = 0;
    for (Page page : Page.all()) {
      for (Page.Block block : page.blocks()) {
        if (!block.title().isEmpty() && block.language().equals("markdown")) {
          write(block);
        }
      }
      for (Page.Block block : page.blocks("yaml")) {
        assertThat(block.title()).as(page.path() + ": a file's name").isEqualTo("headgate.yaml");
        var source = new Configuration(write(block), environment(block.text()));
        assertThat(source.read().problems().list()).as(page.path().toString()).isEmpty();
        read++;
      }
    }
    assertThat(read).isPositive();
  }

  private Path write(Page.Block block) throws IOException {
    Path file = directory.resolve(block.title());
    Files.createDirectories(file.getParent());
    return Files.writeString(file, block.text());
  }

  /// Every variable that the text refers to is set.
  private static Environment environment(String text) {
    Map<String, String> variables = new HashMap<>();
    REFERENCE
        .matcher(text)
        .results()
        .forEach(found -> variables.put(found.group(1), "the-key-of-an-application"));
    return new Environment(variables);
  }

  @Test
  void jsonOnPagesIsJson() {
    for (Page page : Page.all()) {
      for (Page.Block block : page.blocks("json")) {
        parses(page, block.text());
      }
      for (Page.Block block : page.blocks("sh")) {
        for (List<String> command : Walk.commands(block.text())) {
          int data = command.indexOf("-d");
          if (data > 0) {
            parses(page, command.get(data + 1));
          }
        }
      }
    }
  }

  private static void parses(Page page, String json) {
    assertThatCode(() -> JSON.readTree(json))
        .as(page.path() + ": " + json)
        .doesNotThrowAnyException();
  }

  @Test
  void theStoryOnThePageIsTheGateways() {
    String gateway =
        Repository.read(Path.of("server/src/main/java/dev/headgate/call/Gateway.java"));

    assertThat(Page.of("ARCHITECTURE.md").blocks("java"))
        .isNotEmpty()
        .allSatisfy(block -> assertThat(gateway).contains(block.text()));
  }

  @Test
  void thePackagesOnThePageAreThoseOfTheImportTable() {
    assertThat(
            Page.of("ARCHITECTURE.md").rows().stream()
                .filter(row -> row.heading().equals("Packages"))
                .filter(row -> !row.cell(2).equals("all"))
                .map(row -> (row.cell(0).replace("`", "") + ": " + row.cell(2)).strip()))
        .containsExactlyInAnyOrderElementsOf(ArchitectureTest.IMPORTS.lines().toList());
  }
}
