package dev.headgate.config;

import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SectionTest {
  private final Problems problems = new Problems();

  private Section of(String yaml) {
    return ConfigFile.of(
        yaml, Path.of("c.yaml"), new Environment(Map.of("HOST", "h", "PORT", "80")), problems);
  }

  private Section one(String value) {
    return of("k: " + value + "\n");
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-5, -5", "65535, 65535", "'\"7\"', 7", "${PORT}, 80"})
  void readsWholeNumbers(String written, int number) {
    assertThat(one(written).integer("k", 1, -5, 65535)).isEqualTo(number);
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0o17",
        "017",
        "0x1F",
        "1e3",
        "1_000",
        "+1",
        "1.0",
        "99999999999",
        "11",
        "~",
        "[1]"
      })
  void takesNothingElseForAWholeNumber(String written) {
    assertThat(one(written).integer("k", 3, 0, 10)).isEqualTo(3);
    assertThat(problems.toString())
        .startsWith("c.yaml:1: k: ")
        .endsWith("(expected: a whole number from 0 to 10)");
  }

  @ParameterizedTest
  @CsvSource({"500ms, 500", "20s, 20000", "1.5s, 1500", "2m, 120000", "1h, 3600000", "0.5ms, 0"})
  void readsDurations(String written, long millis) {
    assertThat(one(written).duration("k", ofHours(9), Duration.ZERO, ofHours(1)).toMillis())
        .isEqualTo(millis);
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"20", "20 sec", "-1s", "1d", "2h", "999999999h", ".5s", "1m30s", "''"})
  void takesNothingElseForADuration(String written) {
    assertThat(one(written).duration("k", ofMillis(1), ofHours(1))).isEmpty();
    assertThat(problems.toString())
        .endsWith("(expected: a duration with its unit, as 500ms, 20s, 2m or 1h, from 1ms to 1h)");
  }

  @ParameterizedTest
  @CsvSource({
    "32MB, 33554432",
    "256 MB, 268435456",
    "64KB, 65536",
    "5, 5",
    "12B, 12",
    "1GB, 1073741824"
  })
  void readsSizes(String written, long bytes) {
    assertThat(one(written).size("k", 1, 0, 1L << 40)).isEqualTo(bytes);
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"32mb", "1.5MB", "-1", "2GB", "999999999999GB", "MB"})
  void takesNothingElseForASize(String written) {
    assertThat(one(written).size("k", 7, 1, 1 << 30)).isEqualTo(7);
    assertThat(problems.toString())
        .isEqualTo(
            "c.yaml:1: k: " + written + " (expected: a size, as 64KB or 32MB, from 1 to 1GB)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"no", "yes", "1.50", "2024-01-01", "0o17", "1e3", "1:30", "'~'", "'null'"})
  void givesATextAsItIsWritten(String written) {
    assertThat(one(written).text("k", "other")).isEqualTo(written.replace("'", ""));
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "~", "null"})
  void takesNothingForNoText(String written) {
    assertThat(one(written).text("k")).isEmpty();
    assertThat(problems).hasToString("c.yaml:1: k: nothing (expected: a text)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"yes", "on", "True", "1", "[true]"})
  void takesOnlyTrueAndFalseForAFlag(String written) {
    assertThat(one("true").flag("k", false)).isTrue();
    assertThat(problems.list()).isEmpty();
    assertThat(one(written).flag("k", true)).isTrue();
    assertThat(problems.toString()).endsWith("(expected: true or false)");
  }

  @Test
  void readsChoicesByTheirNamesInLowerCase() {
    assertThat(one("monday").choice("k", DayOfWeek.SUNDAY)).isEqualTo(DayOfWeek.MONDAY);
    assertThat(problems.list()).isEmpty();
    assertThat(one("mnoday").choice("k", DayOfWeek.class)).isEmpty();
    assertThat(problems.toString())
        .contains("mnoday (expected: one of monday, tuesday, ")
        .endsWith("; did you mean monday?)");
  }

  @Test
  void readsOneTextOrSeveral() {
    assertThat(one("a").texts("k")).containsExactly("a");
    assertThat(one("[a, 1.50, \"${HOST}\"]").texts("k")).containsExactly("a", "1.50", "h");
    assertThat(one("[]").texts("k")).isEmpty();
    assertThat(one("[]").texts("absent")).isEmpty();
    assertThat(problems.list()).isEmpty();
    assertThat(of("k:\n  - a\n  - [b]\n  - {c: d}\n").texts("k")).containsExactly("a");
    assertThat(problems)
        .hasToString(
            """
            c.yaml:3: k[1]: a list (expected: a text)
            c.yaml:4: k[2]: a mapping (expected: a text)\
            """);
  }

  @Test
  void saysWhatIsMissingWhereItWouldBe() {
    Section root = of("a: 1\nb:\n  c: ''\n");
    assertThat(root.section("b").requiredText("c")).isEmpty();
    assertThat(root.section("b").requiredText("d")).isEmpty();
    assertThat(root.section("absent").requiredText("e")).isEmpty();
    assertThat(problems)
        .hasToString(
            """
            c.yaml:1: absent.e: missing (expected: a text)
            c.yaml:2: b.d: missing (expected: a text)
            c.yaml:3: b.c: "" (expected: a text)\
            """);
  }

  @Test
  void complainsOnceOfASectionThatIsNone() {
    Section root = of("a: 5\n");
    assertThat(root.section("a").requiredText("b")).isEmpty();
    root.section("a").problem("b", "contradicts c");
    root.section("a").section("deeper").requiredText("d");
    root.finish();
    assertThat(problems).hasToString("c.yaml:1: a: 5 (expected: a mapping)");
  }

  @Test
  void givesChildrenInTheOrderOfTheFile() {
    Section root = of("s:\n  zeta: {x: 1}\n  alpha:\n  Up: {}\n  -x: {}\nm: {b: 1.50, a: 2}\n");
    assertThat(root.sections("s").keySet()).containsExactly("zeta", "alpha");
    assertThat(root.sections("s").get("zeta").text("x")).contains("1");
    assertThat(root.scalars("m")).containsExactly(entry("b", "1.50"), entry("a", "2"));
    assertThat(root.section("m").place("a")).hasToString("c.yaml:6: m.a");
    assertThat(root.section("m").keys()).containsExactly("b", "a");
    root.finish();
    assertThat(problems.list())
        .extracting(problem -> problem.place().key())
        .containsExactly("s.Up", "s.-x");
  }

  @Test
  void tellsFormsApart() {
    Section root = of("t: control\nm: {a: 1}\nl: [a]\n");
    assertThat(List.of(root.isText("t"), root.isText("m"), root.isText("l"), root.isText("no")))
        .containsExactly(true, false, false, false);
    assertThat(List.of(root.isMapping("t"), root.isMapping("m"), root.isMapping("l")))
        .containsExactly(false, true, false);
    assertThat(List.of(root.has("l"), root.has("no"))).containsExactly(true, false);
  }

  @Test
  void copiesValuesIntoJsonAsTheyAreWritten() {
    Section root =
        of(
            """
            p:
              temperature: 1.50
              seed: -0
              big: 123456789012345678901234567890
              exponent: 1e3
              quoted: "1.50"
              no: no
              date: 2024-01-01
              nothing: ~
              truth: True
              host: http://${HOST}:${PORT}/"v1"
              port: ${PORT}
              nested: { a: [1, "x\\n", {}], b: null }
            """);
    assertThat(root.json("p"))
        .containsExactly(
            entry("temperature", "1.50"),
            entry("seed", "-0"),
            entry("big", "123456789012345678901234567890"),
            entry("exponent", "1e3"),
            entry("quoted", "\"1.50\""),
            entry("no", "\"no\""),
            entry("date", "\"2024-01-01\""),
            entry("nothing", "null"),
            entry("truth", "true"),
            entry("host", "\"http://h:80/\\\"v1\\\"\""),
            entry("port", "80"),
            entry("nested", "{\"a\":[1,\"x\\n\",{}],\"b\":null}"));
    assertThat(root.jsonText("p").orElseThrow()).startsWith("{\"temperature\":1.50,");
    root.finish();
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {".5", "1.", "012", "0x1F", "0o17", "1_000", "+1", ".inf", ".nan"})
  void asksForQuotesOrJsonWhereYamlMeansANumberAndJsonDoesNot(String written) {
    of("p: { a: [1, " + written + "] }\n").json("p");
    assertThat(problems)
        .hasToString(
            "c.yaml:1: p.a[1]: "
                + written
                + " (expected: a number as in JSON, as 0.5, or a text in quotes)");
  }

  @Test
  void reportsAnUnknownKeyOnceAtAnyDepth() {
    Section root =
        of(
            """
            cache: { tll: 1h, ttl: 1h }
            extra:
              deep: { deeper: 1 }
            list: [a]
            """);
    root.section("cache").duration("ttl", ofSeconds(1), ofHours(2));
    root.texts("list");
    root.section("unwritten").text("x");
    root.finish();
    root.finish();
    assertThat(problems)
        .hasToString(
            """
            c.yaml:1: cache.tll: unknown key; did you mean ttl?
            c.yaml:2: extra: unknown key (expected: cache, list, unwritten)\
            """);
  }

  @Test
  void notesWhatARecordFindsWrongAtTheKeysLine() {
    Section root = of("a: {}\nb:\n  c: 1\n");
    root.section("b").problem("c", "contradicts d");
    root.section("b").problem("needs d");
    root.section("a");
    root.finish();
    assertThat(problems).hasToString("c.yaml:2: b: needs d\nc.yaml:3: b.c: contradicts d");
  }

  @Test
  void readsTheHeadOfAnotherFileWithItsOwnLines() {
    Section head = of("a: {}\n").alongside(Path.of("p.md"), "---\ninputs: {}\nmodle: x\n");
    head.section("inputs");
    head.text("model");
    head.finish();
    assertThat(problems).hasToString("p.md:3: modle: unknown key; did you mean model?");
  }

  @Test
  void readsDefaultsWhereThereIsNoFile() {
    Section root = Section.empty(Path.of("headgate.yaml"), new Environment(Map.of()), problems);
    assertThat(root.section("server").integer("port", 4000, 0, 65535)).isEqualTo(4000);
    root.finish();
    assertThat(problems.isEmpty()).isTrue();
    root.requiredText("providers");
    assertThat(problems).hasToString("headgate.yaml: providers: missing (expected: a text)");
  }
}
