package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.config.Environment;
import dev.headgate.config.Problem;
import dev.headgate.protocol.Dialect;
import dev.headgate.provider.Preset;
import dev.headgate.provider.ProviderConfig;
import dev.headgate.route.Provider;
import dev.headgate.testkit.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// The tables of `docs/reference/config.md` against the program. It asks the program the way a user
/// would: a key that nobody knows is answered with those that are, a wrong value with what is
/// expected. JSON is YAML, so that a configuration is a tree written down.
class ConfigReferenceTest {
  private static final Page PAGE = Page.of("docs/reference/config.md");
  private static final JsonMapper JSON = new JsonMapper();
  private static final String UNKNOWN = "no-such-key-anywhere";
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");
  private static final Pattern EXPECTED = Pattern.compile("\\(expected: (.*)\\)");

  /// A documented key; `path` leads to it, with names such as `provider` where names are free.
  private record Key(List<String> path, String takes, String otherwise) {
    String section() {
      return String.join(".", path.subList(0, path.size() - 1));
    }

    String name() {
      return path.getLast();
    }

    boolean isMapping() {
      return takes.startsWith("mapping");
    }
  }

  private static final List<Key> KEYS =
      PAGE.rows().stream()
          .filter(row -> row.cells().size() == 4 && row.cell(0).matches("`[a-z0-9-]+`"))
          .filter(row -> !section(row.heading()).equals("?"))
          .map(ConfigReferenceTest::key)
          .toList();

  @TempDir private Path directory;

  private static Key key(Page.Row row) {
    String section = section(row.heading());
    String path = (section.isEmpty() ? "" : section + ".") + row.cell(0).replace("`", "");
    return new Key(List.of(path.split("\\.", -1)), row.cell(1), row.cell(2));
  }

  /// The section that a heading is about, `?` if it is about none.
  private static String section(String heading) {
    var code = CODE.matcher(heading);
    return heading.equals("The top")
        ? ""
        : code.find() ? code.group(1).replaceAll("[<>]", "") : "?";
  }

  @Test
  void theTablesHoldTheKeysThatTheProgramAsksFor() throws IOException {
    Map<String, Object> tree = smallest();
    KEYS.forEach(key -> put(tree, sibling(key.path(), UNKNOWN), 1));
    var asked = new TreeMap<String, Set<String>>();
    for (Problem problem : problems(tree, inputs(tree))) {
      String key = problem.place().key();
      if (key.endsWith(UNKNOWN)) {
        asked.put(key.replaceFirst("\\.?" + UNKNOWN, ""), expected(problem));
      }
    }

    var documented = new TreeMap<String, Set<String>>();
    KEYS.forEach(
        key -> documented.computeIfAbsent(key.section(), _ -> new TreeSet<>()).add(key.name()));
    assertThat(asked).isEqualTo(documented);
  }

  @Test
  void everyMappingHasATableOfItsOwnOrFreeNames() {
    Set<String> sections = new TreeSet<>(KEYS.stream().map(Key::section).toList());

    assertThat(KEYS)
        .filteredOn(key ->
            key.isMapping()
                && !Set.of("parameters", "headers", "weights", "windows", "tags")
                    .contains(key.name()))
        .allSatisfy(key -> {
          String path = String.join(".", key.path());
          assertThat(sections).as(path).anyMatch(section -> section.startsWith(path));
        });
  }

  @Test
  void eachKeyTakesWhatItsTableSays() throws IOException {
    var said = new TreeMap<String, String>();
    for (Key key : KEYS) {
      if (!key.isMapping() && !key.section().startsWith("inputs")) {
        Map<String, Object> tree = smallest();
        put(tree, key.path(), Map.of());
        String path = String.join(".", key.path());
        problems(tree, "").stream()
            .filter(problem -> problem.place().key().equals(path))
            .findFirst()
            .ifPresent(problem -> said.put(path, plain(problem)));
      }
    }

    assertThat(KEYS)
        .filteredOn(key -> said.containsKey(String.join(".", key.path())))
        .hasSizeGreaterThan(25)
        .allSatisfy(key ->
            assertThat(key.takes())
                .as(String.join(".", key.path()))
                .contains(said.get(String.join(".", key.path()))));
  }

  @Test
  void theVendorsThatAreKnownByNameAreListed() {
    assertThat(PAGE.rows())
        .filteredOn(row -> row.heading().equals("Known by name"))
        .extracting(row -> row.cells().stream().map(cell -> cell.replace("`", "")).toList())
        .containsExactlyElementsOf(Preset.ALL.stream().map(ConfigReferenceTest::cells).toList());
  }

  private static List<String> cells(Preset preset) {
    String kind =
        preset.dialect().equals(Dialect.COMPATIBLE)
            ? "openai-compatible"
            : preset.dialect().family().name().toLowerCase(Locale.ROOT);
    String variable = preset.keyVariable() == null ? "none" : preset.keyVariable();
    return List.of(preset.name(), kind, preset.baseUrl(), variable);
  }

  @Test
  void aDefaultWrittenOutChangesNothing() throws IOException {
    Map<String, Object> tree = smallest();
    var written = new TreeSet<String>();
    for (Key key : KEYS) {
      var otherwise = CODE.matcher(key.otherwise());
      if (otherwise.matches() && !key.section().startsWith("inputs")) {
        put(tree, key.path(), otherwise.group(1));
        written.add(key.name());
      }
    }
    var plain = read(smallest(), "");
    var full = read(tree, "");

    assertThat(written).contains("port", "max-body", "first-token", "retries", "max-output-tokens");
    assertThat(full.problems().list()).isEmpty();
    assertThat(full.config().server()).isEqualTo(plain.config().server());
    assertThat(providers(full)).isEqualTo(providers(plain));
    assertThat(tokens(full)).isEqualTo(tokens(plain));
  }

  private static List<Provider> providers(Configuration.Read read) {
    return read.config().providers().values().stream().map(ProviderConfig::provider).toList();
  }

  private static List<Integer> tokens(Configuration.Read read) {
    return read.config().features().all().stream()
        .flatMap(feature -> feature.variants().stream())
        .map(variant -> variant.maxOutputTokens())
        .toList();
  }

  /// The least that is a configuration.
  private static Map<String, Object> smallest() {
    var tree = new LinkedHashMap<String, Object>();
    put(tree, List.of("providers", "provider", "kind"), "openai-compatible");
    put(tree, List.of("providers", "provider", "base-url"), "http://127.0.0.1:1/v1");
    put(tree, List.of("features", "feature", "variants", "variant", "model"), "provider/m");
    put(tree, List.of("features", "feature", "variants", "variant", "prompt"), "prompt.md");
    return tree;
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> tree, List<String> path, Object value) {
    Map<String, Object> at = tree;
    for (String name : path.subList(0, path.size() - 1)) {
      at = (Map<String, Object>) at.computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }
    at.put(path.getLast(), value);
  }

  private static List<String> sibling(List<String> path, String name) {
    return Stream.concat(path.subList(0, path.size() - 1).stream(), Stream.of(name)).toList();
  }

  /// Takes the prompt file's part out of the tree, as front matter.
  private static String inputs(Map<String, Object> tree) {
    return "---\n" + JSON.writeValueAsString(Map.of("inputs", tree.remove("inputs"))) + "\n---\n";
  }

  private List<Problem> problems(Map<String, Object> tree, String frontMatter) throws IOException {
    return read(tree, frontMatter).problems().list();
  }

  private Configuration.Read read(Map<String, Object> tree, String frontMatter) throws IOException {
    Files.writeString(directory.resolve("prompt.md"), frontMatter + "# user\nHello\n");
    Path file = directory.resolve("headgate.yaml");
    Files.writeString(file, JSON.writeValueAsString(tree));
    return new Configuration(file, new Environment(Map.of())).read();
  }

  private static Set<String> expected(Problem unknownKey) {
    return new TreeSet<>(List.of(expectation(unknownKey).split(", ", -1)));
  }

  /// What is expected, without the reminder of how such values are written.
  private static String plain(Problem problem) {
    return expectation(problem)
        .replace(" with its unit, as 500ms, 20s, 2m or 1h,", "")
        .replace(", as 64KB or 32MB,", "");
  }

  private static String expectation(Problem problem) {
    return EXPECTED
        .matcher(problem.message())
        .results()
        .map((MatchResult found) -> found.group(1))
        .findFirst()
        .orElse(problem.message());
  }
}
