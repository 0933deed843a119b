package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// What stored calls, of 11 tokens in and 7 out each, would cost by the prices in force.
class RepriceTest {
  private static final String PATH = "/admin/v1/prices/reprice";

  @TempDir private Path directory;
  private StubProvider provider;
  private Gate gate;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(_ -> StubProvider.whole(200, Talk.CHAT.whole("ok")));
    gate = Gate.in(directory).variable("A_KEY", "k").start(yaml("o/m: { input: $1, output: $2 }"));
  }

  @AfterEach
  void end() throws IOException {
    gate.close();
    provider.close();
  }

  private String yaml(String price) {
    return Talk.yaml(provider.port(), "retries: 0") + "prices:\n  " + price + "\n";
  }

  private void call(String model) throws IOException {
    String ask = "{\"model\":\"o/%s\",\"messages\":[]}".formatted(model);
    assertThat(gate.post(Talk.CHAT.path, ask).status()).isEqualTo(200);
  }

  private JsonNode repriced(String query) throws IOException {
    Message answer = gate.admin("GET", PATH + query, "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json().path("targets");
  }

  @Test
  void theDifferenceIsShownAndTheRecordsStay() throws Exception {
    for (int i = 0; i < 3; i++) {
      call("m");
    }
    call("x");
    assertThat(repriced("").get(0).path("changed").asInt()).isZero();

    gate.become(yaml("o/*: { input: $3, output: $5 }"));
    JsonNode targets = repriced("?since=1h");
    assertThat(targets).hasSize(2);
    JsonNode priced = targets.get(0);
    assertThat(priced.path("target").asString()).isEqualTo("o/m");
    assertThat(priced.path("attempts").asInt()).isEqualTo(3);
    assertThat(priced.path("changed").asInt()).isEqualTo(3);
    assertThat(priced.path("recorded_nano").asLong()).isEqualTo(3 * (11_000 + 14_000));
    assertThat(priced.path("now_nano").asLong()).isEqualTo(3 * (33_000 + 35_000));
    JsonNode unknown = targets.get(1);
    assertThat(unknown.path("newly_priced").asInt()).isEqualTo(1);
    assertThat(unknown.path("unpriced").asInt()).isZero();
    assertThat(unknown.path("now_nano").asLong()).isEqualTo(33_000 + 35_000);

    JsonNode calls = gate.admin("GET", "/admin/v1/calls?model=o/m", "").json().path("calls");
    assertThat(calls.valueStream())
        .allSatisfy(call -> assertThat(call.path("cost_nano").asLong()).isEqualTo(25_000));
  }

  @Test
  void onlyCallsThatAreAskedForArePriced() throws Exception {
    call("m");
    assertThat(repriced("?until=1h")).isEmpty();
    assertThat(repriced("?model=o/n")).isEmpty();
    assertThat(repriced("?model=o/m")).hasSize(1);
    assertThat(gate.admin("GET", PATH + "?since=soon", "").status()).isEqualTo(400);
  }

  @Test
  void moreThanAPageOfCallsIsPriced() throws Exception {
    for (int i = 0; i < 1_005; i++) {
      call("m");
    }
    assertThat(repriced("").get(0).path("attempts").asInt()).isEqualTo(1_005);
  }
}
