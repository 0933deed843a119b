package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.simulate.FaultPlan;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls are shown from the shell: by the server that runs, or from the directory that it left.
class ShowCallsTest extends CommandLineTest {
  private Simulator simulator;

  @BeforeEach
  void configure() {
    simulator = Simulator.start(Options.instant());
    environment.put("KEY", "k");
    write("a.md", "# user\nHi.\n");
    write(
        "headgate.yaml",
        """
        server: { port: 0, data-dir: data, drain: 0s }
        providers:
          sim: { kind: openai-compatible, base-url: "%s", api-key: "${KEY}", retries: 1 }
        prices:
          sim/sim-small: { input: $1, cache-read: $0.1, output: $5 }
        features:
          reply:
            variants:
              control: { model: sim/sim-small, prompt: a.md }
              candidate: { model: sim/sim-large, prompt: a.md }
            serve: control
        """
            .formatted(simulator.openAiBaseUrl()));
  }

  @AfterEach
  void end() {
    simulator.close();
  }

  private static void call(String address) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(address + "/v1/features/reply/completions"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString("{\"inputs\":{},\"targeting_key\":\"u\"}"));
    try (var client = HttpClient.newHttpClient()) {
      client.send(request.build(), BodyHandlers.ofString());
    }
  }

  private Said done(String... command) {
    Said said = headgate(command);
    assertDone(said);
    if (!List.of(command).contains("-o")) {
      assertThat(said.out().lines()).allMatch(line -> Width.of(line) <= 80);
    }
    return said;
  }

  private static JsonNode json(Said said) {
    return JsonMapper.shared().readTree(said.out());
  }

  /// One that is answered, one at the second attempt, one by a model without a price.
  private void calls(String address) throws Exception {
    call(address);
    simulator.faults(FaultPlan.parse("request 1: status 503"));
    call(address);
    done("features", "serve", "reply", "candidate", "-r", "try");
    call(address);
  }

  @Test
  void callsACallAndUsageAreShownByTheServerAndLaterFromItsDirectory() throws Exception {
    String calls;
    try (Running server = running("serve")) {
      calls(server.err("listens on (http://127.0.0.1:\\d+)"));
      calls = done("calls").out();
      server.stop("TERM");
    }
    assertThat(done("calls").out()).isEqualTo(calls);
    assertThat(calls.lines().filter(line -> line.contains("answered   200")))
        .satisfiesExactly(
            line -> assertThat(line).contains("reply:candidate").endsWith("?"),
            line -> assertThat(line).containsPattern("reply:control +\\d+>\\d+ +\\$0\\.000\\d+$"),
            line -> assertThat(line).contains("reply:control"));
    assertThat(calls).endsWith(CallLine.MARKS + "\n");
    story();
    usage();
  }

  private void story() {
    JsonNode second = json(done("calls", "-o", "json")).get(1);
    String id = second.path("id").asString();
    String story = done("call", id).out();

    assertThat(story)
        .containsPattern("served +control, by its targeting key, bucket \\d+ of 100000")
        .contains("1 [", "] sim/sim-small")
        .containsPattern("failed 503 for provider.503 in .*; then: retry")
        .containsPattern("input +[\\d,]+ +\\$1  per million +\\$0\\.000");
    assertThat(done("call", id.substring(0, 20)).out()).isEqualTo(story);
    assertThat(json(done("call", id, "-o", "json")).path("attempts")).hasSize(2);
    String time = done("calls").out().lines().skip(2).findFirst().orElseThrow().substring(0, 12);
    assertThat(done("call", time).out()).isEqualTo(story);
    Said nobody = headgate("call", "ffffffff");
    assertThat(nobody.exit()).isEqualTo(3);
    assertThat(nobody.err()).contains("There is no call ffffffff");
    assertThat(headgate("call", "00:00:00.001").err()).contains("no call came at 00:00:00.001");
  }

  private void usage() {
    String usage = done("usage", "--by", "feature,variant", "--since", "1h").out();

    assertThat(usage)
        .containsPattern("variant +control +candidate")
        .containsPattern("calls +3 +2 +1")
        .containsPattern("cost +> \\$0\\.000\\d+ +\\$0\\.000\\d+ +> \\$0")
        .contains("> more than that: without a known price: 1 call");
    assertThat(done("usage", "--feature", "other").out()).startsWith("no calls from ");
    assertThat(done("usage", "--by", "model", "-o", "csv").out()).startsWith("model,calls,errors,");
    assertThat(json(done("usage", "-o", "json")).at("/total/calls").asInt()).isEqualTo(3);
  }

  @Test
  void followsCallsUntilToldToStop() throws Exception {
    try (Running server = running("serve")) {
      String address = server.err("listens on (http://127.0.0.1:\\d+)");
      call(address);
      Runnable stop = signals.get("TERM");
      try (Running following = running("calls", "--follow", "-o", "json")) {
        String first = following.out("\"id\":\"([0-9a-f-]+)\"");
        call(address);
        following.out("(?s)\"id\":\"" + first + "\".*\"id\":\"([0-9a-f-]+)\"");
        assertThat(following.stop("TERM").out().lines()).hasSize(2);
      }
      stop.run();
    }
    assertThat(headgate("calls", "--follow").err()).contains("no server runs here");
  }

  @Test
  void slipsAreNamed() throws Exception {
    Files.createDirectory(directory.resolve("data"));
    for (String[] wrong :
        List.of(
            new String[] {"calls", "--since", "yesterday"},
            new String[] {"calls", "--limit", "0"},
            new String[] {"calls", "--outcome", "good"},
            new String[] {"usage", "--by", "colour"})) {
      Said said = headgate(wrong);
      assertThat(said.exit()).isEqualTo(2);
      assertThat(said.err()).startsWith("headgate: " + wrong[1].substring(2) + ": " + wrong[2]);
    }
    assertThat(done("calls").out()).isEqualTo("no calls\n");
    assertThat(headgate("calls", "--data-dir", "nowhere").exit()).isEqualTo(3);
  }
}
