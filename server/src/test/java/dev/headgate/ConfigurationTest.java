package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.SystemClock;
import dev.headgate.config.Environment;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The configuration as a whole: all that is wrong with it at once, and what it must not be.
class ConfigurationTest {
  @TempDir private Path directory;

  private List<String> problems(String yaml, Map<String, String> environment) throws IOException {
    Path file = directory.resolve("headgate.yaml");
    Files.writeString(file, yaml);
    return new Configuration(file, new Environment(environment))
        .read().problems().list().stream()
            .map(each -> each.toString().replace(directory + "/", ""))
            .toList();
  }

  @Test
  void aBaseUrlInTheEnvironmentIsReadLikeOneInTheFile() throws IOException {
    var environment = Map.of("OPENAI_API_KEY", "k", "HEADGATE_OPENAI_BASE_URL", "foo");
    List<String> problems =
        new Configuration(null, new Environment(environment))
            .read().problems().list().stream().map(Object::toString).toList();

    found(problems, "environment", "HEADGATE_OPENAI_BASE_URL: not the URL of a server");
    found(
        new Configuration(null, new Environment(Map.of("OPENAI_API_KEY", "a b")))
            .read().problems().list().stream().map(Object::toString).toList(),
        "environment",
        "without white space inside");
  }

  @Test
  void aKeyWithAnEmptyListOfModelsIsAMistakeAndNoKeyToAll() throws IOException {
    found(
        problems(
            "keys:\n  web: { secret: \"${KEY}\", models: [] }\n",
            Map.of("KEY", "a-key-of-some-length", "OPENAI_API_KEY", "k")),
        "headgate.yaml:2: keys.web.models",
        "nothing");
  }

  @Test
  void aPriceThatNobodyIsBilledByIsAMistypedName() throws IOException {
    found(
        problems(
            "prices:\n  opnai/gpt-6-luna: { input: $1, output: $1 }\n",
            Map.of("OPENAI_API_KEY", "k")),
        "headgate.yaml:2: prices.opnai/gpt-6-luna",
        "no configured provider's model (expected: provider/model); did you mean openai?");
  }

  @Test
  void allMistakesOfAFileAreToldAtOnceWithTheirLines() throws IOException {
    Files.writeString(
        directory.resolve("v1.md"),
        "---\ninputs: { question: string }\n---\n# user\n{{qestion}}\n");
    List<String> problems =
        problems(
            """
            server:
              prot: 4001
            providers:
              openai: { api-key: "${OPENAI_API_KEY}" }
              anthropic: { api-key: sk-ant-hunter2 }
            models:
              fast: { targets: [opnai/gpt-6-luna] }
            features:
              reply:
                max-output-tokens: many
                variants:
                  control: { model: fastt, prompt: v1.md }
                serve: { contrl: 100% }
            """,
            Map.of());

    assertThat(String.join("\n", problems)).doesNotContain("hunter2");
    found(problems, "headgate.yaml:2: server.prot", "did you mean port?");
    found(problems, "headgate.yaml:4: providers.openai.api-key", "the variable is not set");
    found(problems, "headgate.yaml:5: providers.anthropic.api-key", "literal secret");
    found(problems, "headgate.yaml:7: models.fast.targets", "did you mean openai?");
    found(problems, "headgate.yaml:10: features.reply.max-output-tokens", "many");
    found(
        problems, "headgate.yaml:12: features.reply.variants.control.model", "did you mean fast?");
    found(problems, "headgate.yaml:13: features.reply.serve.contrl", "did you mean control?");
    found(problems, "v1.md:5", "qestion");
    found(problems, "v1.md:2: inputs.question", "never used");
    assertThat(problems).hasSize(9);
  }

  private static void found(List<String> problems, String place, String word) {
    assertThat(problems).anyMatch(each -> each.startsWith(place) && each.contains(word));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "host: 0.0.0.0 | server.host: reachable from other machines",
        "host: 192.168.1.5 | server.host: reachable from other machines",
        "host: '::' | server.host: reachable from other machines",
        "host: gate.example.org | server.host: reachable from other machines",
        "port: 4001 | providers.o.base-url: this server's own address",
        "'host: localhost, port: 4001' | providers.o.base-url: this server's own address",
      })
  void whatWouldBeUnsafeIsRefused(String server, String problem) throws IOException {
    String yaml =
        """
        server: { %s }
        providers: { o: { kind: openai-compatible, base-url: "http://127.0.0.1:4001/v1" } }
        """
            .formatted(server);
    assertThat(problems(yaml, Map.of())).singleElement().asString().contains(problem);
  }

  @Test
  void anAddressOfItsOwnIsNoProviderBeHostOrName() throws IOException {
    String yaml =
        """
        server: { host: gate.example.org, port: 4001 }
        keys: { web: { secret: "${WEB}" } }
        providers:
          a: { kind: openai-compatible, base-url: "http://gate.example.org:4001/v1" }
          b: { kind: openai-compatible, base-url: "http://gate.example.org:4002/v1" }
          c: { kind: openai-compatible, base-url: "http://GATE.example.org:4001/v1" }
        """;
    assertThat(problems(yaml, Map.of("WEB", "0123456789abcdef")))
        .extracting(each -> each.replaceAll(": this.*", ""))
        .containsExactly(
            "headgate.yaml:4: providers.a.base-url", "headgate.yaml:6: providers.c.base-url");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "'::1'", "127.9.9.9"})
  void onLoopbackNoKeysAreNeeded(String host) throws IOException {
    String yaml =
        """
        server: { host: %s }
        providers: { o: { kind: openai-compatible, base-url: "http://127.0.0.1:1/v1" } }
        """
            .formatted(host);
    assertThat(problems(yaml, Map.of())).isEmpty();
  }

  @Test
  void onlyTheVendorsOwnServersMustBeShownAKey() throws IOException {
    assertThat(problems("providers: { openai: {} }", Map.of()))
        .singleElement()
        .asString()
        .contains("no api-key (expected: api-key: ${OPENAI_API_KEY})");
    assertThat(
            problems(
                """
                providers:
                  openai: { base-url: "http://127.0.0.1:4010/v1" }
                  mine: { kind: anthropic, base-url: "http://127.0.0.1:4010" }
                """,
                Map.of()))
        .isEmpty();
  }

  @Test
  void withNeitherFileNorKeyTheVariablesAreNamed() {
    var read = new Configuration(null, new Environment(Map.of("OPENAI_API_KEY", " "))).read();
    assertThat(read.problems().toString()).contains("ANTHROPIC_API_KEY, OPENAI_API_KEY");
    assertThat(
            new Configuration(null, new Environment(Map.of("OPENAI_API_KEY", "k")))
                .read()
                .problems()
                .list())
        .isEmpty();
  }

  @Test
  void aStartThatFailsLeavesNothingBehind() throws Exception {
    try (var taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
      Path file = directory.resolve("headgate.yaml");
      Files.writeString(
          file,
          """
          server: { port: %d }
          providers: { o: { kind: openai-compatible, base-url: "http://127.0.0.1:1/v1" } }
          """
              .formatted(taken.getLocalPort()));
      var source = new Configuration(file, new Environment(Map.of()));
      var around = new Headgate.Surroundings(new SystemClock(), new Random(1), directory, _ -> {});
      assertThatThrownBy(() -> Headgate.start(source, source.read(), around))
          .hasMessageContaining("in use");
    }
    dev.headgate.testkit.Await.until(
        "the threads of the failed start to end",
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(each -> each.getName().startsWith("config-watch")));
  }
}
