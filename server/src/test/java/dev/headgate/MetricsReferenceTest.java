package dev.headgate;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Eventful;
import dev.headgate.testkit.Page;
import dev.headgate.testkit.Scraped;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The tables of `docs/reference/metrics.md` against scrapes of a gate where everything has
/// happened.
@Timeout(120)
class MetricsReferenceTest {
  private static final Page PAGE = Page.of("docs/reference/metrics.md");
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  @TempDir private Path directory;

  @Test
  void theTablesHoldTheMetricsWithTheirTypesAndLabels() throws Exception {
    Scraped said = Eventful.scraped(directory, "");

    assertThat(lines("Ours", "By OpenTelemetry's conventions")).isEqualTo(lines(said));
  }

  @Test
  void theNamesToComeAreListedToo() throws Exception {
    Scraped said = Eventful.scraped(directory, "otel: { genai: latest }\n");
    Set<String> come = lines(said);
    come.removeIf(line -> !line.startsWith("gen_ai_client_inference"));

    assertThat(lines("By the conventions to come")).isEqualTo(come);
  }

  private static Set<String> lines(String... headings) {
    return PAGE.rows().stream()
        .filter(row -> List.of(headings).contains(row.heading()))
        .map(row -> line(name(row.cell(0)), row.cell(1), names(row.cell(2))))
        .collect(toCollection(TreeSet::new));
  }

  private static String name(String cell) {
    return names(cell).iterator().next();
  }

  private static Set<String> names(String cell) {
    return new TreeSet<>(
        CODE.matcher(cell).results().map((MatchResult found) -> found.group(1)).toList());
  }

  private static Set<String> lines(Scraped said) {
    return said.text()
        .lines()
        .filter(line -> line.matches("# TYPE (headgate|gen_ai)_.*"))
        .map(line -> line.split(" "))
        .map(type -> line(type[2], type[3], said.labels(sample(type[2], type[3]))))
        .collect(toCollection(TreeSet::new));
  }

  private static String sample(String name, String type) {
    return type.equals("histogram") ? name + "_count" : name;
  }

  private static String line(String name, String type, Set<String> labels) {
    return name + " " + type + " " + labels;
  }
}
