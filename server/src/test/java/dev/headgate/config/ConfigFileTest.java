package dev.headgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigFileTest {
  private static final Environment NOTHING_SET = new Environment(Map.of("EMPTY", " "));

  @TempDir private Path directory;

  private enum Kind {
    OPENAI,
    OPENAI_COMPATIBLE
  }

  private record Server(String host, int port, Duration drain) {
    static Server read(Section in) {
      return new Server(
          in.text("host", "127.0.0.1"),
          in.integer("port", 4000, 0, 65535),
          in.duration("drain", Duration.ofSeconds(30), Duration.ZERO, Duration.ofMinutes(10)));
    }
  }

  private static void readAll(Section root) {
    Server.read(root.section("server"));
    for (Section provider : root.sections("providers").values()) {
      provider.choice("kind", Kind.OPENAI);
      provider.secret("api-key");
      provider.text("base-url");
    }
    root.texts("models");
    root.finish();
  }

  private static Problems problemsOf(String yaml) {
    var problems = new Problems();
    readAll(ConfigFile.of(yaml, Path.of("headgate.yaml"), NOTHING_SET, problems));
    return problems;
  }

  private Problems problemsOf(Path file) {
    var problems = new Problems();
    readAll(ConfigFile.read(file, NOTHING_SET, problems));
    return problems;
  }

  @Test
  void namesEveryMistakeOfAFileWithItsLineAndKey() {
    assertThat(
            problemsOf(
                """
                server:
                  prot: 4001
                  drain: 70
                providers:
                  openai: { api-key: ${OPENAI_API_KEY} }
                  local:
                    kind: openai-compatable
                    api-key: hunter2

                  Other: {}
                models: { a: b }
                budgets: {}
                """))
        .hasToString(
            """
            headgate.yaml:2: server.prot: unknown key; did you mean port?
            headgate.yaml:3: server.drain: 70 (expected: a duration with its unit, as 500ms, 20s, \
            2m or 1h, from 0s to 10m)
            headgate.yaml:5: providers.openai.api-key: ${OPENAI_API_KEY}: the variable is not set
            headgate.yaml:7: providers.local.kind: openai-compatable (expected: one of openai, \
            openai-compatible; did you mean openai-compatible?)
            headgate.yaml:8: providers.local.api-key: literal secret (expected: a reference, as \
            ${NAME} or ${file:path})
            headgate.yaml:10: providers.Other: not a name (expected: 1 to 63 of a-z, 0-9 and -, \
            no - in front)
            headgate.yaml:11: models: a mapping (expected: a text or a list of texts)
            headgate.yaml:12: budgets: unknown key (expected: server, providers, models)\
            """);
  }

  @Test
  void readsWhatIsRight() {
    var problems = new Problems();
    Section root =
        ConfigFile.of(
            "server: { port: 80, drain: 1.5s }\n", Path.of("headgate.yaml"), NOTHING_SET, problems);
    assertThat(Server.read(root.section("server")))
        .isEqualTo(new Server("127.0.0.1", 80, Duration.ofMillis(1500)));
    root.finish();
    assertThat(problems.list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server:\\n  port: 1\\n drain: 2s\\n | 3 | wrong indentation",
        "server:\\n\\tport: 1\\n | 2 | a tab",
        "server: \"a\\nproviders: {}\\nmodels: b\\n | 1 | a quote is not closed",
        "server: {}\\nmodels\\nproviders: {}\\n | 3 | no \": \" after the key above",
        "server: {}\\nmodels: a: b\\n | 2 | \": \" where no key may stand",
        "server: {}\\nmodels: [a, b\\nproviders: {}\\n | 3 | a { or [ above",
        "server: {}\\nmodels: @a\\n | 2 | needs quotes",
        "server: {}\\nmodels: \"\\UFFFFFFFF\"\\n | 2 | not YAML from here on",
        "server: {}\\nmodels: !x!hunter2 a\\n | 2 | the parser cannot read on",
      })
  void saysWhereAFileIsNotYamlAndNothingElse(String yaml, int line, String message) {
    Problems problems = problemsOf(yaml.replace("\\n", "\n").replace("\\t", "\t"));
    assertThat(problems.list()).hasSize(1);
    assertThat(problems.toString())
        .startsWith("headgate.yaml:" + line + ": not YAML")
        .contains(message)
        .doesNotContain("hunter2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | 1: empty (expected: a mapping of settings)",
        "# nothing | 1: empty (expected: a mapping of settings)",
        "- a | 1: a list (expected: a mapping of settings)",
        "hunter2 | 1: a text (expected: a mapping of settings)",
        "models: a\\n---\\nb: 2 | 2: a second document (expected: one)",
        "'models: a\\nserver: {}\\nmodels: b' | 3: models: duplicate key (first at line 1)",
        "'models: &x a' | 1: models: a YAML anchor (expected: the value alone)",
        "'models: *x' | 1: models: a YAML alias (expected: the value itself)",
        "'models: !!str a' | 1: models: a YAML tag (expected: the value alone)",
        "'server: !t { port: 1 }' | 1: server: a YAML tag (expected: the value alone)",
        "'? [a]\\n: b' | 1: \"\": a list as a key (expected: a text)",
        "server: { \"\": b } | 1: server.\"\": \"\" as a key (expected: a text)",
      })
  void refusesWhatIsYamlAndNoConfiguration(String yaml, String problem) {
    assertThat(problemsOf(yaml.replace("\\n", "\n")).toString())
        .startsWith("headgate.yaml:" + problem);
  }

  @Test
  void refusesWhatIsNestedTooDeepWithoutReadingOn() {
    assertThat(problemsOf("models:\n  " + "[".repeat(500_000)))
        .hasToString("headgate.yaml:2: not YAML: nested deeper than 32 levels");
    assertThat(problemsOf("models:\n  " + "- ".repeat(500_000)))
        .hasToString("headgate.yaml:2: not YAML: nested deeper than 32 levels");
  }

  @Test
  void countsLinesRightWhateverEndsThem() throws IOException {
    Path file =
        Files.writeString(directory.resolve("c.yaml"), "\uFEFFserver: {}\r\n\r\nx😀: 1\r\n");
    assertThat(problemsOf(file).list())
        .extracting(problem -> problem.place().line())
        .containsExactly(3);
  }

  @Test
  void saysWhyAFileCannotBeRead() throws IOException {
    Path absent = directory.resolve("absent.yaml");
    assertThat(problemsOf(absent)).hasToString(absent + ": no such file");
    assertThat(problemsOf(directory)).hasToString(directory + ": a directory (expected: a file)");
    assertThat(problemsOf(Path.of("/dev/zero"))).hasToString("/dev/zero: not a regular file");
    Path latin = directory.resolve("latin.yaml");
    Files.write(latin, new byte[] {'a', ':', '\n', '\n', 'b', (byte) 0xE9, '\n'});
    assertThat(problemsOf(latin)).hasToString(latin + ": not UTF-8 (first in line 3)");
    Path large = Files.write(directory.resolve("large.yaml"), new byte[(1 << 20) + 1]);
    assertThat(problemsOf(large)).hasToString(large + ": larger than 1MB");
  }

  @Test
  void keepsAHundredProblemsAndCountsTheRest() {
    var yaml = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      yaml.append("unknown-").append(i).append(": 1\n");
    }
    Problems problems = problemsOf(yaml.toString());
    assertThat(problems.list()).hasSize(100);
    assertThat(problems.count()).isEqualTo(150);
    assertThat(problems.toString()).endsWith("\nand 50 more");
  }

  @Test
  void namesTheVersionOfAllThatWasRead() throws IOException {
    Path file = directory.resolve("c.yaml");
    Files.writeString(file, "prompt: p.md\n");
    Path prompt = Files.writeString(directory.resolve("p.md"), "one");
    ContentHash first = read(file).sources().hash();
    assertThat(first.digits()).matches("[0-9a-f]{12}");
    assertThat(read(file).sources().hash()).isEqualTo(first);
    assertThat(read(file).sources().files()).containsExactlyInAnyOrder(file, prompt);
    Files.writeString(prompt, "two");
    assertThat(read(file).sources().hash()).isNotEqualTo(first);
  }

  private static Section read(Path file) {
    Section root = ConfigFile.read(file, NOTHING_SET, new Problems());
    root.textFile("prompt", 1000);
    return root;
  }
}
