package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Await;
import dev.headgate.testkit.Canary;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Nothing that a whole server writes, keeps or answers an operator, and nothing that a command
/// prints of it, repeats a secret, a prompt or a completion.
@Timeout(180)
class CanaryOutputsTest extends CommandLineTest {
  private static final String ADMIN_KEY = "kqax-key-of-the-operators";
  private static final Pattern LISTENS = Pattern.compile("listens on http://127.0.0.1:(\\d+)");

  /// A prompt in the wrong place: what was asked for is on record, but no label of a metric.
  private static final String MODEL = "zw6x-prompt-as-a-model";

  @BeforeEach
  void configure() {
    environment.put("A_KEY", Canary.SECRETS.get(0));
    environment.put("WEB", Canary.SECRETS.get(3));
    environment.put("UNRELATED", Canary.SECRETS.get(8));
    environment.put("HEADGATE_ADMIN_KEY", ADMIN_KEY);
    write("key", Canary.SECRETS.get(1) + "\n");
    String prompt = "---\ninputs: { q: string }\n---\n# system\n%s\n# user\n{{q}}\n";
    write("prompt.md", prompt.formatted(Canary.SECRETS.get(6)));
  }

  private static String yaml(int port) {
    String settings = "api-key: \"${file:key}\", retries: 0, timeouts: { total: 1s }";
    return Talk.yaml(port, settings)
            .replace("/v1\",", "/v1?key=" + Canary.SECRETS.get(2) + "\",")
            .replace("api-key: \"${A_KEY}\", api-key: \"${file:key}\"", "api-key: \"${A_KEY}\"")
            .replace("port: 0,", "port: 0, data-dir: data,")
        + "keys: { web: { secret: \"${WEB}\" } }\njournal: { segment: 1MB }\n";
  }

  private Process serve() throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve");
    builder.environment().putAll(environment);
    return builder
        .directory(directory.toFile())
        .redirectOutput(directory.resolve("out").toFile())
        .redirectError(directory.resolve("err").toFile())
        .start();
  }

  @Test
  void rw49AServerAndItsCommandsRepeatNothing() throws Exception {
    try (var provider = new StubProvider(Canary::echo)) {
      write("headgate.yaml", yaml(provider.port()));
      Process server = serve();
      try {
        Await.until("a server that listens", () -> LISTENS.matcher(text("err")).find());
        int port =
            Integer.parseInt(LISTENS.matcher(text("err")).results().toList().getFirst().group(1));
        talk(provider, port);
        metrics(port);
        commands();
        files();
      } finally {
        server.destroy();
        server.onExit().join();
      }
      assertThat(server.exitValue()).isZero();
      commands();
      files();
      assertThat(text("out").lines()).hasSizeGreaterThan(100).anyMatch(it -> it.contains(MODEL));
      hidden("standard output", text("out"));
      hidden("standard error", text("err"));
    }
  }

  private void talk(StubProvider provider, int port) throws IOException {
    for (Function<Message, String> fault : Canary.faults()) {
      provider.answers(fault);
      ask(port, Talk.CHAT.path, asked(Talk.CHAT, true));
      ask(port, Talk.MESSAGES.path, asked(Talk.MESSAGES, false));
      ask(port, Talk.FEATURE.path, asked(Talk.FEATURE, false));
    }
    ask(port, Talk.CHAT.path, "{\"model\":\"" + MODEL + "\",\"messages\":[]}");
    ask(port, Talk.CHAT.path, "{\"model\":\"o/" + MODEL + "\",\"messages\":[]}");
    ask(port, Talk.CHAT.path + "?q=" + Canary.WORDS.get(0), asked(Talk.CHAT, false));
  }

  private static String asked(Talk talk, boolean stream) {
    String words = "\"user\":\"%s\",\"x\":\"%s\"";
    String more =
        talk.isFeature()
            ? "\"targeting_key\":\"" + Canary.WORDS.get(3) + "\""
            : words.formatted(Canary.WORDS.get(3), Canary.WORDS.get(4));
    return talk.ask(stream)
        .replace("\"inputs\":{}", "\"inputs\":{\"q\":\"" + Canary.WORDS.get(0) + "\"}")
        .replace("\"messages\":[]", "\"messages\":[{\"content\":\"" + Canary.WORDS.get(1) + "\"}]")
        .replaceAll("}$", "," + more + "}");
  }

  private static void ask(int port, String path, String body) throws IOException {
    try (Wire client = Wire.connect(port)) {
      client.send(
          Gate.request(
              path,
              body.getBytes(UTF_8),
              "Authorization: Bearer " + Canary.SECRETS.get(3),
              "Cookie: s=" + Canary.SECRETS.get(4),
              "x-api-key: " + Canary.SECRETS.get(5),
              "User-Agent: " + Canary.WORDS.get(1),
              "X-Note: " + Canary.WORDS.get(1)));
      Message.read(client);
    }
  }

  private static void metrics(int port) throws IOException {
    String head = "GET /metrics HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nx-api-key: %s\r\n\r\n";
    for (String type : List.of("text/plain", "application/openmetrics-text")) {
      try (Wire client = Wire.connect(port)) {
        client.send(head.formatted(type, ADMIN_KEY));
        String said = Message.read(client).text();
        assertThat(said).contains("headgate_requests_total").doesNotContain(MODEL.substring(0, 8));
        hidden("/metrics", said);
      }
    }
  }

  /// All that operators read of calls, in each form: by the server, or later from its directory.
  private void commands() {
    String[][] lists = {
      {"calls", "-n", "1000"},
      {"usage", "--by", "feature,variant,model,key"},
      {"features"}
    };
    for (String[] list : lists) {
      printed(list);
      for (String form : list[0].equals("features") ? List.of("json") : List.of("json", "csv")) {
        printed(Stream.concat(Stream.of(list), Stream.of("-o", form)).toArray(String[]::new));
      }
    }
    JsonNode calls = JsonMapper.shared().readTree(printed("calls", "-n", "12", "-o", "json"));
    assertThat(calls).hasSize(12);
    for (JsonNode call : calls) {
      printed("call", call.path("id").asString());
      printed("call", call.path("id").asString(), "-o", "json");
    }
  }

  private String printed(String... command) {
    Said said = headgate(command);
    assertDone(said);
    hidden(String.join(" ", command), said.out());
    return said.out();
  }

  /// The journal, the databases with what they have yet to take in, and what else lies there.
  private void files() throws IOException {
    try (Stream<Path> all = Files.walk(directory.resolve("data"))) {
      List<Path> files = all.filter(Files::isRegularFile).toList();
      assertThat(files).hasSizeGreaterThan(3);
      for (Path file : files) {
        hidden(file.toString(), Files.readString(file, ISO_8859_1));
      }
    }
  }

  private String text(String file) {
    try {
      return Files.readString(directory.resolve(file), ISO_8859_1);
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  private static void hidden(String where, String text) {
    Canary.hidden(where, text, Canary.all());
    Canary.hidden(where, text, List.of(ADMIN_KEY));
  }
}
