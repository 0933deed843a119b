package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Wire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is taken, what is refused, and what can be seen of it.
class RequestTest extends SimulatorTest {
  private String sent(String text) throws Exception {
    try (var wire = Wire.connect(simulator.port())) {
      wire.send(text);
      return wire.until("\r\n\r\n") + "";
    }
  }

  @ParameterizedTest
  @CsvSource({
    "authorization: Bearer k,200",
    "x-api-key: k,200",
    "authorization: Bearer bad,401",
    "x-api-key: bad,401",
    "authorization: Basic k,401",
    "accept: */*,200"
  })
  void anyKeyButABadOne(String field, int status) throws Exception {
    for (String path : new String[] {CHAT, MESSAGES}) {
      String fields = field + "\r\nanthropic-version: 2023-06-01";
      assertThat(sent(post(path, fields, ask("m", "")))).startsWith("HTTP/1.1 " + status);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "2023-06-01,'',200",
    "2023-06-01,',\"temperature\":1',200",
    "2026-10-21,'',200",
    "2026-10-21,',\"temperature\":1',400",
    "2026-10-21,',\"top_p\":1',400",
    "2024-01-01,'',400"
  })
  void eachVersionOfMessagesHasItsRules(String version, String more, int status) throws Exception {
    String fields = "x-api-key: k\r\nanthropic-version: " + version;
    assertThat(sent(post("/v1/messages?beta=true", fields, ask("m", more))))
        .startsWith("HTTP/1.1 " + status);
    assertThat(sent(post("/v1/messages/count_tokens?beta=true", fields, ask("m", more))))
        .startsWith("HTTP/1.1 " + status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | {\"model\":\"m\"} | 400 | \"param\":\"messages\"",
        "/v1/chat/completions | {\"messages\":[{}]} | 400 | \"param\":\"model\"",
        "/v1/chat/completions | {\"model\":\"m\",\"messages\":3} | 400 | \"param\":\"messages\"",
        "/v1/chat/completions | {\"model\":\"m\",\"messages\":[{}],\"n\":129} | 400 | \"param\":\"n\"",
        "/v1/chat/completions | [] | 400 | invalid_request_error",
        "/v1/chat/completions | {\"model | 400 | invalid_request_error",
        "/v1/responses | {\"model\":\"m\",\"input\":[]} | 400 | \"param\":\"input\"",
        "/v1/embeddings | {\"model\":\"m\"} | 400 | \"param\":\"input\"",
        "/v1/embeddings | {\"model\":\"m\",\"input\":\"x\",\"dimensions\":3073} | 400 | dimensions",
        "/v1/messages | {\"model\":\"m\",\"messages\":[{}]} | 400 | max_tokens: Field required",
        "/v1/messages | {\"model\":\"m\",\"messages\":[{}],\"max_tokens\":-1} | 400 | max_tokens",
        "/v1/messages | {\"model\":\"m\",\"messages\":[{}],\"max_tokens\":1.5} | 400 | max_tokens",
        "/v1/nothing | {} | 404 | Not found",
      })
  void whatIsWrongIsNamed(String path, String body, int status, String part) throws Exception {
    assertThat(answer(path, body)).startsWith("HTTP/1.1 " + status).contains(part);
  }

  @Test
  void tenThousandLevelsAreRefused() throws Exception {
    String deep = "{\"model\":\"m\",\"messages\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
    assertThat(answer(CHAT, deep)).startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'$ref':'#'}",
        "{'$ref':'nowhere'}",
        "{'$ref':''}",
        "{'required':['a','b'],'properties':{'a':{'$ref':'#'},'b':{'$ref':'#'}}}",
        "{'type':'array','minItems':100,'items':{'$ref':'#'}}",
        "{'type':'array','minItems':100000}",
        "{'enum':[]}",
      })
  void noSchemaMakesAnEndlessAnswer(String schema) throws Exception {
    String format =
        ",'response_format':{'type':'json_schema','json_schema':{'schema':" + schema + "}}";
    assertThat(answer(CHAT, ask("m", format.replace('\'', '"'))))
        .startsWith("HTTP/1.1 200")
        .hasSizeLessThan(200_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, RESPONSES, MESSAGES})
  void headsCarryTheVendorsFields(String path) throws Exception {
    String head = answer(path, ask("m", ""));
    boolean anthropic = path.equals(MESSAGES);
    assertThat(head)
        .contains(anthropic ? "\r\nrequest-id: req_" : "\r\nx-request-id: req_")
        .contains(anthropic ? "anthropic-ratelimit-tokens-reset: 2" : "openai-processing-ms: ");
  }

  @Test
  void theLatestRequestsCanBeSeenAsTheyCame() throws Exception {
    String body = ask("m", ",  \"odd\" : 1.50");
    answer(CHAT, body);
    assertThat(simulator.seen().await(1, Duration.ofSeconds(5))).isTrue();
    var last = simulator.seen().last();
    assertThat(last.path()).isEqualTo(CHAT);
    assertThat(last.body()).isEqualTo(body.getBytes(StandardCharsets.UTF_8));
    assertThat(last.fields()).anyMatch(field -> field.value().equals("Bearer k"));
    for (int i = 0; i < 150; i++) {
      answer(CHAT, ask("m", ""));
    }
    assertThat(simulator.seen().all()).hasSize(100);
    assertThat(simulator.seen().total()).isEqualTo(151);
    assertThat(simulator.seen().await(152, Duration.ofMillis(20))).isFalse();
  }

  @Test
  void anotherPlanStrikesFromTheNextRequestOn() throws Exception {
    assertThat(answer(CHAT, ask("m", ""))).startsWith("HTTP/1.1 200");
    simulator.faults(FaultPlan.parse("request 2: status 503"));
    assertThat(answer(CHAT, ask("m", ""))).startsWith("HTTP/1.1 200");
    assertThat(answer(CHAT, ask("m", ""))).startsWith("HTTP/1.1 503");
    simulator.faults(FaultPlan.HEALTHY);
    assertThat(answer(CHAT, ask("m", ""))).startsWith("HTTP/1.1 200");
  }

  @Test
  void closingEndsWhatIsSilent() throws Exception {
    simulator.faults(FaultPlan.named("silent"));
    try (var wire = sends(CHAT, ask("m", ""))) {
      simulator.seen().await(1, Duration.ofSeconds(5));
      simulator.close();
      wire.rest();
    }
    assertThat(simulator.meter().snapshot().now()).isZero();
    simulator = Simulator.start(options());
  }
}
