package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.Outcome;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.ScriptedUpstream;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The configuration changes while calls are under way.
@Timeout(60)
class ReloadTest {
  private static final int STREAMS = 200;

  @TempDir private Path directory;

  private static String yaml(int port, String serve) {
    return """
    server: { port: 0, drain: 0s }
    providers:
      o: { kind: openai-compatible, base-url: "http://127.0.0.1:%d/v1", retries: 0 }
    features:
      reply:
        variants:
          control: { model: o/plain, prompt: prompt.md }
          candidate: { model: o/shiny, prompt: prompt.md }
        serve: %s
    """
        .formatted(port, serve);
  }

  private static final String PATH = "/v1/features/reply/completions";

  private static byte[] ask(boolean stream) {
    String body = "{\"inputs\":{},\"stream\":" + stream + "}";
    return Gate.request(PATH, body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void noneOf200OpenStreamsIsLostAndEachEndsAsItBegan() throws Exception {
    Files.writeString(directory.resolve("prompt.md"), "# user\nOne.\n");
    try (var upstream = new ScriptedUpstream();
        var gate = Gate.in(directory).start(yaml(upstream.port(), "candidate"))) {
      List<Wire> clients = new ArrayList<>();
      List<Wire> providers = new ArrayList<>();
      for (int i = 0; i < STREAMS; i++) {
        Wire client = Wire.connect(gate.port());
        client.send(ask(true));
        Wire provider = upstream.next();
        assertThat(provider.message()).contains("shiny").contains("One.");
        provider.streamHead();
        provider.chunk(Talk.CHAT.content("begun"));
        clients.add(client);
        providers.add(provider);
      }
      changes(gate, upstream);
      for (Wire provider : providers) {
        provider.chunk(Talk.CHAT.content("ended") + Talk.CHAT.end());
        provider.endChunks();
      }
      for (Wire client : clients) {
        Message answer = Message.read(client);
        assertThat(answer.value("x-headgate-variant")).isEqualTo("candidate");
        assertThat(answer.text()).contains("begun").contains("ended").contains("event: end");
        client.close();
      }
      for (int i = 0; i < STREAMS; i++) {
        var record = gate.record();
        assertThat(record.ending().outcome()).isEqualTo(Outcome.ANSWERED);
        assertThat(record.served().variant()).isEqualTo("candidate");
      }
    }
  }

  /// Everything that can change, and calls that see it.
  private void changes(Gate gate, ScriptedUpstream upstream) throws Exception {
    gate.become(yaml(upstream.port(), "control"));
    assertThat(next(gate, upstream)).contains("plain").contains("One.");

    String before = gate.headgate().config().version();
    Files.writeString(directory.resolve("prompt.md"), "# user\nTwo.\n");
    Await.until("the new prompt", () -> !gate.headgate().config().version().equals(before));
    assertThat(next(gate, upstream)).contains("plain").contains("Two.");

    gate.rewrite("server: {");
    gate.headgate().reload();
    assertThat(next(gate, upstream)).contains("plain").contains("Two.");
    gate.become(yaml(upstream.port(), "control") + "    max-output-tokens: 77\n");
    assertThat(next(gate, upstream)).contains(":77");
  }

  /// Makes a call, answers it, and says what the provider was asked.
  private static String next(Gate gate, ScriptedUpstream upstream) throws Exception {
    try (Wire client = Wire.connect(gate.port())) {
      client.send(ask(false));
      Wire provider = upstream.next();
      String asked = provider.message();
      provider.send(StubProvider.whole(200, Talk.CHAT.whole("ok")));
      provider.close();
      assertThat(Message.read(client).status()).isEqualTo(200);
      gate.record();
      return asked;
    }
  }

  @Test
  void rw41EverySwapOfAKubeletsLinkIsNoticed() throws Exception {
    try (var provider = new StubProvider(_ -> StubProvider.whole(200, Talk.CHAT.whole("ok")))) {
      layOut(1, yaml(provider.port(), "control"), "# user\nVersion 1.\n");
      link("..data", "..ts1");
      link("headgate.yaml", "..data/headgate.yaml");
      link("prompt.md", "..data/prompt.md");
      try (var gate = Gate.in(directory).start(directory.resolve("headgate.yaml"))) {
        for (int version = 2; version <= 4; version++) {
          layOut(version, yaml(provider.port(), "control"), "# user\nVersion " + version + ".\n");
          link("..next", "..ts" + version);
          Files.move(
              directory.resolve("..next"),
              directory.resolve("..data"),
              StandardCopyOption.ATOMIC_MOVE);
          remove(version - 1);
          long swapped = System.nanoTime();
          while (!asks(gate, provider).contains("Version " + version)) {
            assertThat(System.nanoTime() - swapped).isLessThan(5_000_000_000L);
          }
        }
      }
    }
  }

  @Test
  void rw41AFileThatGoesAndComesBackKeepsTheLastGoodOneMeanwhile() throws Exception {
    Files.writeString(directory.resolve("prompt.md"), "# user\nOne.\n");
    try (var provider = new StubProvider(_ -> StubProvider.whole(200, Talk.CHAT.whole("ok")));
        var gate = Gate.in(directory).start(yaml(provider.port(), "control"))) {
      Files.delete(directory.resolve("headgate.yaml"));
      gate.headgate().reload();
      assertThat(asks(gate, provider)).contains("One.");
      Files.delete(directory.resolve("prompt.md"));
      gate.headgate().reload();
      assertThat(asks(gate, provider)).contains("One.");
      Files.writeString(directory.resolve("prompt.md"), "# user\nTwo.\n");
      gate.become(yaml(provider.port(), "candidate"));
      assertThat(asks(gate, provider)).contains("Two.").contains("shiny");
    }
  }

  private static String asks(Gate gate, StubProvider provider) throws Exception {
    assertThat(gate.post(PATH, "{\"inputs\":{}}").status()).isEqualTo(200);
    return provider.asked().text();
  }

  private void layOut(int version, String yaml, String prompt) throws IOException {
    Path data = Files.createDirectory(directory.resolve("..ts" + version));
    Files.writeString(data.resolve("headgate.yaml"), yaml);
    Files.writeString(data.resolve("prompt.md"), prompt);
  }

  private void link(String name, String target) throws IOException {
    Files.createSymbolicLink(directory.resolve(name), Path.of(target));
  }

  private void remove(int version) throws IOException {
    Path data = directory.resolve("..ts" + version);
    Files.delete(data.resolve("headgate.yaml"));
    Files.delete(data.resolve("prompt.md"));
    Files.delete(data);
  }
}
