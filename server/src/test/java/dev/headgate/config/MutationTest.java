package dev.headgate.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a file holds, it is read to the end or refused: nothing is thrown, nothing hangs, and
/// what the environment holds is not shown.
class MutationTest {
  private static final Environment ENVIRONMENT =
      new Environment(Map.of("OPENAI_API_KEY", "CANARY1", "HOST", "CANARY2", "ODD", "CANARY3 3"));

  private static final String WHOLE =
      """
      server: { host: 127.0.0.1, port: 4000, data-dir: ./headgate-data, max-body: 32 MB }
      providers:
        openai:    { kind: openai, api-key: ${OPENAI_API_KEY} }
        local:
          kind: openai-compatible
          base-url: "http://${HOST}:11434/v1"
          api-key: ${ODD}
      models:
        fast: { targets: [openai/gpt-6-luna, 'local/x'] }
      features:
        support-reply:
          timeouts: { connect: 2s, total: 60s }
          fallback: |
            Sorry, $${name}.
          variants:
            control: { model: fast, prompt: prompts/v1.md }
          parameters: { temperature: 1.50, stop: ["\\n", ~], nested: { a: [1, { b: true }] } }
          serve: { control: 95%, candidate: 5% }
      """;

  private static final String[] PIECES = {
    ":",
    ": ",
    "\n",
    "\n  ",
    "-",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "#",
    "&a ",
    "*a",
    "!t ",
    "!!",
    "|",
    ">",
    "%",
    "@",
    "`",
    "\t",
    "? ",
    "---\n",
    "...\n",
    "${",
    "}",
    "$${",
    "${HOST}",
    "${file:/}",
    "${file:\0}",
    "~",
    "null",
    "<<: ",
    "\\",
    "\\x",
    "\\U0010FFFF",
    "\\ud800",
    "\0",
    "\u0007",
    "\uFEFF",
    "\uFDD0",
    "\uFFFE",
    "😀",
    "\ud83d",
    "é",
    "1e999999",
    "-",
    "0x",
    "99999999999999999999h",
    "\r",
    "\u0085",
    "%YAML 9.9\n---\n",
    "server: ",
    "[[[[[[[[",
    "{{{{{{{{",
    "- - - - ",
    "? ? ? ? "
  };

  private static String mutated(Random random) {
    var text = new StringBuilder(WHOLE);
    for (int i = random.nextInt(1, 8); i > 0; i--) {
      int from = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), from + random.nextInt(random.nextInt(1, 40)));
      switch (random.nextInt(4)) {
        case 0 -> text.delete(from, to);
        case 1 -> text.insert(from, text.substring(from, to).repeat(random.nextInt(1, 20)));
        case 2 -> text.insert(from, (char) random.nextInt(0x10000));
        default -> text.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
      }
    }
    return text.toString();
  }

  private static void readAll(Section root) {
    Section server = root.section("server");
    server.text("host", "");
    server.integer("port", 1, 0, 65535);
    server.size("max-body", 1, 1, 1 << 30);
    for (Section provider : root.sections("providers").values()) {
      provider.choice("kind", Thread.State.class);
      provider.secret("api-key");
      provider.text("base-url");
    }
    root.sections("models").values().forEach(model -> model.texts("targets"));
    for (Section feature : root.sections("features").values()) {
      feature.section("timeouts").duration("connect", Duration.ZERO, Duration.ofHours(1));
      feature.requiredText("fallback");
      feature.sections("variants").values().forEach(each -> each.textFile("prompt", 100));
      feature.json("parameters");
      feature.jsonText("variants");
      feature.scalars("serve");
      feature.flag("absent", feature.isMapping("serve"));
    }
    root.finish();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neverThrowsAndNeverShowsWhatTheEnvironmentHolds(long seed) {
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      String yaml = mutated(random);
      var problems = new Problems();
      readAll(ConfigFile.of(yaml, Path.of("c.yaml"), ENVIRONMENT, problems));
      assertThat(problems.toString())
          .as("seed %d, file %d:%n%s", seed, i, yaml)
          .doesNotContain("CANARY");
      assertThat(problems.list())
          .as("seed %d, file %d:%n%s", seed, i, yaml)
          .isNotEmpty()
          .allSatisfy(problem ->
              assertThat(problem.toString()).hasSizeLessThan(1_000).doesNotContain("\n"));
    }
  }
}
