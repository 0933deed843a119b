package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Operators ask for calls and for sums over them.
class CallRoutesTest {
  private static final String CALLS = "/admin/v1/calls";
  private static final String MODEL = "{\"model\":\"o/%s\",\"messages\":[]}";

  @TempDir private Path directory;

  private StubProvider provider;
  private Gate gate;

  @BeforeEach
  void begin() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(_ -> StubProvider.whole(200, Talk.CHAT.whole("ok")));
    gate =
        Gate.in(directory).variable("A_KEY", "k").start(Talk.yaml(provider.port(), "retries: 1"));
  }

  @AfterEach
  void end() throws IOException {
    gate.close();
    provider.close();
  }

  private JsonNode get(String path) throws IOException {
    Message answer = gate.admin("GET", path, "");
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private void call(String model) throws IOException {
    gate.post(Talk.CHAT.path, MODEL.formatted(model));
  }

  private static List<String> models(JsonNode page) {
    return page.path("calls").valueStream().map(it -> it.path("model").asString()).toList();
  }

  @Test
  void callsComeTheNewestFirstPageByPage() throws IOException {
    for (String model : List.of("a", "b", "c", "d", "e")) {
      call(model);
    }
    JsonNode first = get(CALLS + "?limit=2");
    JsonNode second = get(CALLS + "?limit=2&before=" + first.path("next").asString());
    JsonNode third = get(CALLS + "?limit=2&before=" + second.path("next").asString());

    assertThat(models(first)).containsExactly("o/e", "o/d");
    assertThat(models(second)).containsExactly("o/c", "o/b");
    assertThat(models(third)).containsExactly("o/a");
    assertThat(third.has("next")).isFalse();
    assertThat(first.path("calls").get(0).has("schema")).isFalse();
  }

  @Test
  void eachFilterLeavesThoseThatFit() throws IOException {
    call("plain");
    gate.post(Talk.FEATURE.path, Talk.FEATURE.ask(false));
    provider.answers(_ -> StubProvider.whole(503, "{}"));
    call("broken");

    assertThat(models(get(CALLS + "?feature=plain&variant=only"))).containsExactly("feature/plain");
    assertThat(models(get(CALLS + "?outcome=failed"))).containsExactly("o/broken");
    assertThat(models(get(CALLS + "?cause=provider.503"))).containsExactly("o/broken");
    assertThat(models(get(CALLS + "?model=o/plain"))).containsExactly("o/plain");
    assertThat(get(CALLS + "?key=open&since=1h").path("calls")).hasSize(3);
    assertThat(get(CALLS + "?key=other").path("calls")).isEmpty();
    assertThat(get(CALLS + "?until=1h").path("calls")).isEmpty();
    assertThat(get(CALLS + "?since=2020-01-01T00:00:00Z&min-latency=1h").path("calls")).isEmpty();
    assertThat(get(CALLS + "?min-cost=$0.01").path("calls")).isEmpty();
  }

  @Test
  void oneCallComesWithItsAttemptsByItsIdOrItsBeginning() throws IOException {
    provider.answers(_ -> StubProvider.whole(503, "{}"));
    call("broken");
    String id = get(CALLS).path("calls").get(0).path("id").asString();

    for (String given : List.of(id, id.substring(0, 15), id.substring(0, 8))) {
      JsonNode call = get(CALLS + "/" + given);

      assertThat(call.path("id").asString()).isEqualTo(id);
      assertThat(call.path("plan").get(0).asString()).isEqualTo("o/broken");
      assertThat(call.at("/decision/config").asString())
          .isEqualTo(gate.headgate().config().version());
      assertThat(call.path("attempts")).hasSize(2);
      assertThat(call.at("/attempts/0/status").asInt()).isEqualTo(503);
      assertThat(call.at("/attempts/0/next").asString()).isEqualTo("retry");
      assertThat(call.at("/attempts/1/n").asInt()).isEqualTo(2);
    }
    for (String given : List.of("0", "ffffffff", "nothing", id + "0")) {
      Message answer = gate.admin("GET", CALLS + "/" + given, "");
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.json().at("/error/code").asString()).isEqualTo("unknown_call");
    }
  }

  @Test
  void sumsAreOfAllAndOfEachGroup() throws IOException {
    call("plain");
    call("plain");
    gate.post(Talk.FEATURE.path, Talk.FEATURE.ask(false));

    JsonNode usage = get("/admin/v1/usage?by=feature,variant,model&since=7d");

    assertThat(usage.at("/total/calls").asInt()).isEqualTo(3);
    assertThat(usage.at("/total/tokens/in").asInt()).isEqualTo(33);
    assertThat(usage.path("groups")).hasSize(2);
    assertThat(usage.at("/groups/0/group/model").asString()).isEqualTo("o/plain");
    assertThat(usage.at("/groups/0/group").has("feature")).isFalse();
    assertThat(usage.at("/groups/0/latency_ms/p95").isNumber()).isTrue();
    assertThat(usage.at("/groups/1/group/variant").asString()).isEqualTo("only");
    assertThat(get("/admin/v1/usage?by=key&feature=plain").at("/groups/0/group/key").asString())
        .isEqualTo("open");
    assertThat(get("/admin/v1/usage?until=1h").at("/total/calls").asInt()).isZero();
    JsonNode steps = get("/admin/v1/usage?step=day&since=7d").path("steps");
    assertThat(steps.valueStream().mapToInt(step -> step.path("calls").asInt()).sum()).isEqualTo(3);
    assertThat(steps.at("/0/start").asString()).endsWith("T00:00:00Z");
  }

  @Test
  void listsComeAsCsvThatNoSpreadsheetTakesForAFormula() throws IOException {
    gate.post(Talk.CHAT.path, MODEL.formatted("=HYPERLINK(\\\"x\\\"),\\n1"));
    gate.post(Talk.CHAT.path, "{\"model\":\"-1+cmd\",\"messages\":[]}");

    Message csv = gate.admin("GET", CALLS + "?format=csv", "");

    assertThat(csv.value("content-type")).isEqualTo("text/csv; charset=utf-8");
    assertThat(csv.text())
        .startsWith("id,ts,surface,feature,variant,key,")
        .contains(",'-1+cmd,")
        .contains(",\"o/=HYPERLINK(\"\"x\"\"),\ufffd1\",");
    assertThat(gate.admin("GET", CALLS, "", "Accept: text/csv").text()).isEqualTo(csv.text());
    assertThat(gate.admin("GET", "/admin/v1/usage?by=model&format=csv", "").text())
        .startsWith("model,calls,errors,");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "calls?limt=3                  | limt: no such parameter; did you mean limit?",
        "calls?limit=0                 | limit: 0 (expected: a whole number from 1 to 1000)",
        "calls?limit=1001              | limit: 1001 (expected:",
        "calls?limit=1&limit=2         | limit: stands there twice",
        "calls?since=yesterday         | since: yesterday (expected: as long ago as 1h or 7d",
        "calls?outcome=good            | outcome: good (expected: answered, degraded,",
        "calls?min-latency=2           | min-latency: 2 (expected: a duration",
        "calls?min-cost=cheap          | min-cost: cheap (expected: an amount in dollars",
        "calls?before=0199             | before: 0199 (expected: a call's id)",
        "calls?feature=%zz             | feature: no percent-encoding",
        "calls?format=xml              | format: xml (expected: json or csv)",
        "calls/0199f3c1?full=1         | full: no such parameter",
        "usage?by=feature,feature      | by: feature,feature (expected: some of feature,variant,",
        "usage?step=week               | step: week (expected: minute, hour or day, at most 10000",
        "usage?step=minute&since=8d    | step: minute (expected:",
        "usage?since=%2B10000-01-01T00:00:00Z | since: +10000-01-01T00:00:00Z (expected:",
        "usage?by=colour               | by: colour (expected:",
        "usage?cause=x                 | cause: no such parameter",
      })
  void whatCannotBeMeantIsNamed(String path, String message) throws IOException {
    Message answer = gate.admin("GET", "/admin/v1/" + path.strip(), "");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().at("/error/message").asString()).contains(message);
  }
}
