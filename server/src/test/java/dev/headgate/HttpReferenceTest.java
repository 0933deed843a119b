package dev.headgate;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Field;
import dev.headgate.protocol.Forwarded;
import dev.headgate.record.CallJson;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Page;
import dev.headgate.testkit.Repository;
import dev.headgate.testkit.SomeCall;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// What `docs/reference/http.md` and `call-log.md` list, against the program.
class HttpReferenceTest {
  private static final Page HTTP = Page.of("docs/reference/http.md");
  private static final Page LOG = Page.of("docs/reference/call-log.md");
  private static final Path SOURCES = Path.of("server/src/main/java/dev/headgate");

  @Test
  void everyPathIsListed() {
    Set<String> listed =
        found("`(?:POST |GET )?(/(?:v1|health|metrics)[a-z/_]*)`", cells(HTTP, "Paths", 0, 2));
    String api = sources(SOURCES.resolve("api"));

    assertThat(found("\"(/(?:v1|health|metrics)[a-z/_]*)(?<!/)\"", api)).isEqualTo(listed);
  }

  @Test
  void everyHeaderFieldOfOursIsListed() {
    assertThat(found("(x-headgate-[a-z-]*[a-z])", HTTP.text()))
        .isEqualTo(found("\"(x-headgate-[a-z-]*[a-z])\"", sources(SOURCES)));
  }

  @Test
  void theFieldsThatAreKeptBackAreListed() {
    keptBack("to a provider", Forwarded::request);
    keptBack("to a client", Forwarded::answer);
    String source = Repository.read(SOURCES.resolve("protocol/Forwarded.java"));
    Set<String> listed =
        found("`([a-z0-9*-]+)`", cells(HTTP, "Header fields", 1, 2)).stream()
            .map(name -> name.replace("*", ""))
            .collect(toCollection(TreeSet::new));

    assertThat(listed).containsAll(found("\"([a-z0-9-]+)\"", source));
  }

  private static void keptBack(String way, UnaryOperator<List<Field>> forwarded) {
    Set<String> names =
        HTTP.rows().stream()
            .filter(row -> row.cell(0).equals(way))
            .flatMap(row -> found("`([a-z0-9*-]+)`", row.cell(1)).stream())
            .map(name -> name.replace("*", "x"))
            .collect(toCollection(TreeSet::new));
    var fields = names.stream().map(name -> new Field(name, "v")).toList();

    assertThat(names).hasSizeGreaterThan(10);
    assertThat(forwarded.apply(fields)).isEmpty();
    assertThat(forwarded.apply(List.of(new Field("x-other", "v")))).hasSize(1);
  }

  @Test
  void everyMemberOfALogLineIsListed() {
    Set<String> written =
        new TreeSet<>(new JsonMapper().readTree(CallJson.line(SomeCall.full())).propertyNames());

    assertThat(found("`([a-z_]+)`", cells(LOG, "The members of a line", 0, 1))).isEqualTo(written);
  }

  @Test
  void everyOutcomeIsListed() {
    assertThat(LOG.rows())
        .filteredOn(row -> row.heading().equals("Outcomes") && !row.cell(0).contains("."))
        .extracting(row -> row.cell(0).replace("`", ""))
        .containsAll(Stream.of(Outcome.values()).map(Outcome::text).toList());
  }

  /// Some columns of the tables under a heading, as one text.
  private static String cells(Page page, String heading, int from, int to) {
    var text = new StringBuilder();
    page.rows().stream()
        .filter(row -> row.heading().equals(heading))
        .forEach(
            row -> row.cells().subList(from, to).forEach(cell -> text.append(cell).append('\n')));
    return text.toString();
  }

  private static String sources(Path directory) {
    return Repository.files(".java").stream()
        .filter(file -> file.startsWith(directory))
        .map(Repository::read)
        .reduce("", String::concat);
  }

  private static Set<String> found(String pattern, String text) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .collect(toCollection(TreeSet::new));
  }
}
