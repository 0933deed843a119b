package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.simulate.FaultPlan;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TryTest extends CommandLineTest {
  private final Simulator simulator = Simulator.start(Options.instant());

  @BeforeEach
  void configure() {
    write(
        "headgate.yaml",
        """
        server: { port: 0 }
        providers:
          sim: { kind: openai-compatible, base-url: %s, retries: 0 }
        features:
          reply:
            fallback: "Sorry, not now."
            variants: { control: { model: sim/sim-small, prompt: reply.md } }
          bare:
            variants: { control: { model: sim/sim-small, prompt: bare.md } }
        """
            .formatted(simulator.openAiBaseUrl()));
    write(
        "reply.md",
        """
        ---
        inputs:
          question: string
          count: { type: integer, default: 3 }
          price: { type: number, default: 1 }
          polite: { type: boolean, default: true }
          tags: { type: list, default: [] }
        ---
        # user
        {{question}} {{count}} {{price}} {{#polite}}please{{/polite}} {{#tags}}<{{.}}>{{/tags}}
        """);
    write("bare.md", "# user\nHello\n");
  }

  @AfterEach
  void stop() {
    simulator.close();
  }

  private String prompt() {
    return new String(simulator.seen().last().body(), UTF_8);
  }

  @Test
  void showsTheTextAndWhatTheCallDid() {
    Said said = headgate("try", "reply", "question=Why?", "--key", "user-1");

    assertThat(said.exit()).isZero();
    assertThat(said.err()).contains("this command serves the call itself");
    assertThat(said.out())
        .containsPattern("(?s)^[A-Z].*\\.\n\nvariant +reply:control\ntarget +sim/sim-small\n")
        .containsPattern("tokens +\\d+ in, \\d+ out")
        .containsPattern("latency +[0-9,]+ ms\n")
        .containsPattern("call +[0-9a-f-]{36}");
  }

  @Test
  void showsTheTextOfAStreamAsItComes() {
    Said whole = headgate("try", "reply", "question=Why?");
    Said stream = headgate("try", "reply", "question=Why?", "--stream");

    assertThat(stream.exit()).isZero();
    assertThat(stream.out().lines().findFirst()).isEqualTo(whole.out().lines().findFirst());
    assertThat(stream.out()).containsPattern("latency +[0-9,]+ ms, first text after [0-9,]+ ms");
  }

  @Test
  void tellsAProgramInJson() {
    Said said = headgate("try", "reply", "question=Why?", "--stream", "-o", "json");

    JsonNode json = JsonMapper.shared().readTree(said.out());
    assertThat(json.path("text").asString()).isNotEmpty();
    assertThat(json.path("variant").asString()).isEqualTo("control");
    assertThat(json.path("status").asInt()).isEqualTo(200);
    assertThat(json.path("first_text_ms").isNumber()).isTrue();
  }

  @Test
  void sendsInputsInTheTypesThatThePromptDeclares() {
    Said said =
        headgate(
            "try", "reply", "question=7", "count=-2", "price=1.50", "polite=false", "tags=a,b");

    assertThat(said.exit()).as(said.err()).isZero();
    assertThat(prompt()).contains("7 -2 1.50  <a><b>");
    assertThat(headgate("try", "reply", "question=x=y", "tags=[\"a, b\", 2]").exit()).isZero();
    assertThat(prompt()).contains("x=y 3 1 please <a, b><2>");
  }

  @ParameterizedTest
  @CsvSource({
    "reply count=1, 2, inputs.question: missing (expected: string)",
    "reply question=a more=b, 2, inputs.more: an input that the feature does not take",
    "reply question=a count=many, 2, inputs.count: string (expected: integer)",
    "reply question=a tags=[a, 2, inputs.tags: string (expected: list)",
    "repyl question=a, 3, did you mean reply?",
    "a/../b question=a, 3, no feature of this name"
  })
  void passesOnWhatTheServerSaysOfAMistake(String typed, int exit, String message) {
    Said said = headgate(("try " + typed).split(" "));

    assertThat(said.err()).contains(message);
    assertThat(said.exit()).isEqualTo(exit);
    assertThat(said.out()).isEmpty();
  }

  @Test
  void showsTheFallbackAsSuchAndFails() {
    simulator.faults(FaultPlan.named("outage"));

    Said said = headgate("try", "reply", "question=Why?");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out())
        .startsWith("Sorry, not now.")
        .containsPattern("fallback +canned, for provider.503");
  }

  @Test
  void saysWhatFailedWhereThereIsNoFallback() {
    simulator.faults(FaultPlan.named("outage"));

    Said said = headgate("try", "bare");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .containsPattern("headgate: .*provider")
        .containsPattern("call [0-9a-f-]{36}");
  }

  @Test
  void showsWhatCameOfAStreamThatBreaksOff() {
    simulator.faults(FaultPlan.parse("cut 5"));

    Said said = headgate("try", "bare", "--stream");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.out().strip().split(" ")).hasSizeBetween(1, 5);
    assertThat(said.err()).contains("broke off");
  }

  @Test
  void leavesTheTerminalAloneWhateverTheAnswerHolds() {
    simulator.faults(
        FaultPlan.parse(
            "error-in-200 body "
                + "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\\u001b[2Jb\"},\"finish_reason\":\"stop\"}]}"));

    assertThat(headgate("try", "bare").out()).startsWith("a\ufffd[2Jb");
  }

  @Test
  void asksTheServerIfItRuns() throws Exception {
    environment.put("WEB", "a-key-of-the-web-site");
    write(
        "served.yaml",
        """
        server: { port: 0 }
        keys: { web: { secret: ${WEB} } }
        providers: { sim: { kind: openai-compatible, base-url: %s } }
        features: { bare: { variants: { control: { model: sim/sim-small, prompt: bare.md } } } }
        """
            .formatted(simulator.openAiBaseUrl()));
    try (Running server = running("serve", "-c", "served.yaml")) {
      String port = server.err("listens on http://127.0.0.1:(\\d+)");
      write("headgate.yaml", "server: { port: " + port + " }");

      assertThat(headgate("try", "bare").exit()).isEqualTo(2);
      assertThat(headgate("try", "bare").err()).contains("Set HEADGATE_KEY");

      Said said = headgate("try", "bare", "--app-key-env", "WEB");
      assertThat(said.out()).containsPattern("variant +bare:control");
      assertDone(said);
    }
  }
}
