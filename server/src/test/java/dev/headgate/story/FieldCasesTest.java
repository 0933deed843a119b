package dev.headgate.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.Configuration;
import dev.headgate.config.Environment;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.telemetry.CallLog;
import dev.headgate.telemetry.Lines;
import dev.headgate.testkit.Events;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Packed;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Faults that people met at other gateways, tried on the whole of this one.
@Timeout(60)
class FieldCasesTest {
  @TempDir private Path directory;
  private StubProvider provider;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(_ -> StubProvider.whole(200, Talk.CHAT.whole("ok")));
    gate =
        Gate.in(directory)
            .variable("A_KEY", "key-of-a")
            .start(Talk.yaml(provider.port(), "retries: 0"));
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    provider.close();
  }

  private Message send(String path, byte[] body, String... fields) throws IOException {
    try (Wire client = Wire.connect(gate.port())) {
      client.send(Gate.request(path, body, fields));
      return Message.read(client);
    }
  }

  @ParameterizedTest
  @CsvSource({"CHAT,300", "CHAT,3000000", "MESSAGES,300", "MESSAGES,3000000", "FEATURE,300"})
  void rw01PackedRequestsArriveUnpacked(Talk talk, int size) throws Exception {
    provider.answers(_ -> StubProvider.whole(200, talk.whole("ok")));
    String padding = "x".repeat(size);
    String body =
        talk.isFeature()
            ? "{\"inputs\":{},\"messages\":[{\"role\":\"user\",\"content\":\"" + padding + "\"}]}"
            : talk.ask(false).replaceAll("}$", ",\"x\":\"" + padding + "\"}");
    byte[][] packed = {
      Packed.gzip(body.getBytes(UTF_8)),
      Packed.deflate(body.getBytes(UTF_8), false),
      body.getBytes(UTF_8)
    };
    String[] codings = {"gzip", "deflate", "identity"};
    for (int i = 0; i < codings.length; i++) {
      Message answer = send(talk.path, packed[i], "Content-Encoding: " + codings[i]);
      assertThat(answer.status()).isEqualTo(200);
      Message asked = provider.asked();
      assertThat(asked.field("content-encoding")).isEmpty();
      assertThat(asked.json().toString()).contains(padding);
      if (!talk.isFeature()) {
        assertThat(asked.text()).isEqualTo(body.replaceFirst("[oa]/m", "m"));
      }
      assertThat(gate.record().ending().outcome()).isEqualTo(Outcome.ANSWERED);
    }
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void rw01OtherCodingsAreNamedAndRefused(Talk talk) throws Exception {
    byte[] body = talk.ask(false).getBytes(UTF_8);
    for (String coding : new String[] {"br", "zstd", "gzip, gzip"}) {
      Message answer = send(talk.path, body, "Content-Encoding: " + coding);
      assertThat(answer.status()).isEqualTo(415);
      assertThat(talk.codeOf(answer.json())).isEqualTo("unsupported_encoding");
      assertThat(answer.text()).contains(coding);
    }
    Message mislabelled = send(talk.path, body, "Content-Encoding: gzip");
    assertThat(mislabelled.status()).isEqualTo(400);
    assertThat(mislabelled.text()).contains("Content-Encoding").contains("invalid_encoding");
    byte[] bomb = Packed.gzip(new byte[200 << 20]);
    long sent = System.nanoTime();
    Message tooLarge = send(talk.path, bomb, "Content-Encoding: gzip");
    assertThat(System.nanoTime() - sent).isLessThan(2_000_000_000L);
    assertThat(tooLarge.status()).isEqualTo(413);
    assertThat(provider.waiting()).isZero();
  }

  @Test
  void rw05OddHeadersOfAProviderAreCleanedOrDropped() throws Exception {
    String odd =
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nX-Note: größe\r\n"
            + "X-Fold: one\r\n two\r\nX-Long: "
            + "y".repeat(40_000)
            + "\r\n"
            + "Content-Disposition: attachment; filename=\"模型.txt\"\r\n"
            + "Date: Mon, 01 Jan 2024 00:00:00 GMT\r\nDate: again\r\nServer: a\r\nServer: b\r\n"
            + "Connection: close, X-Hop\r\nX-Hop: 1\r\nSet-Cookie: a=b\r\nx-headgate-model: fake\r\n"
            + "X-Plain: kept\r\nContent-Length: %d\r\n\r\n%s";
    String body = Talk.CHAT.whole("ok");
    provider.answers(_ -> odd.formatted(body.length(), body) + "");
    Message answer = gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.value("x-plain")).isEqualTo("kept");
    assertThat(answer.field("x-hop")).isEmpty();
    assertThat(answer.field("set-cookie")).isEmpty();
    assertThat(answer.field("x-long")).isEmpty();
    for (String once : new String[] {"date", "server", "x-headgate-model", "content-length"}) {
      assertThat(
              answer.fields().stream().filter(each -> each.name().equalsIgnoreCase(once)).count())
          .as(once)
          .isLessThanOrEqualTo(1);
    }
    answer.fields().forEach(each -> assertThat(each.value()).matches("[ -~]*"));
    provider.answers(_ -> "HTTP/1.1 200 OK\r\nX-Bad: \u0001\r\nContent-Length: 2\r\n\r\n{}");
    assertThat(gate.post(Talk.CHAT.path, Talk.CHAT.ask(false)).status()).isEqualTo(502);
    provider.answers(_ -> StubProvider.whole(200, body));
    assertThat(gate.post(Talk.CHAT.path, Talk.CHAT.ask(false)).status()).isEqualTo(200);
  }

  @Test
  void rw05NamesThatNoHeaderHoldsAreEncoded() throws Exception {
    String body = "{\"model\":\"o/模型 100%\",\"messages\":[],\"user\":\"用户🙂\"}";
    Message answer = gate.post(Talk.CHAT.path, body);
    assertThat(answer.status()).isEqualTo(200);
    String model = answer.value("x-headgate-model");
    assertThat(java.net.URLDecoder.decode(model, UTF_8)).isEqualTo("模型 100%");
    assertThat(provider.asked().json().get("model").asString()).isEqualTo("模型 100%");
    CallRecord record = gate.record();
    assertThat(record.asked().model()).isEqualTo("o/模型 100%");
    assertThat(record.served().target()).isEqualTo("o/模型 100%");
    Message raw = gate.post(Talk.CHAT.path, Talk.CHAT.ask(false), "X-Note: größe");
    assertThat(raw.status()).isIn(200, 400);
  }

  @Test
  void rw05NamesOfOursAreRefusedWithTheirLines() throws Exception {
    Path file = directory.resolve("headgate.yaml");
    Files.writeString(
        file,
        Talk.yaml(1, "retries: 0")
                .replace("polite:", "größe-prüfen:")
                .replaceFirst("only:", "кандидат:")
            + "models:\n  模型-快: { targets: [o/m] }\n");
    var problems =
        new Configuration(file, new Environment(Map.of("A_KEY", "k"))).read().problems().list();
    assertThat(problems.stream().filter(each -> each.message().contains("not a name")).count())
        .isGreaterThanOrEqualTo(3);
    assertThat(problems).allMatch(each -> each.place().line() > 0);
  }

  private static String chat(String message, String finish) {
    return """
    {"choices":[{"index":0,"message":%s,"finish_reason":"%s"}],\
    "usage":{"prompt_tokens":11,"completion_tokens":7,"total_tokens":18}}\
    """
        .formatted(message, finish);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'content':null,'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':'{}'}}]} | tool_calls | tool_calls | ''",
        "{'content':null,'refusal':'I will not'} | stop | content_filter | I will not",
        "{'content':null,'reasoning_content':'hm'} | length | length | ''",
        "{'content':''} | length | length | ''",
        "{'content':''} | content_filter | content_filter | ''",
        "{'content':''} | stop | - | -",
        "{'content':null} | stop | - | -",
        "{'content':null,'reasoning_content':'hm'} | stop | - | -",
      })
  void rw11AnAnswerWithoutTextIsNeverNullAndNeverAGoodBlankOne(
      String message, String finish, String expected, String text) throws Exception {
    String given = message.replace('\'', '"');
    for (boolean stream : new boolean[] {false, true}) {
      provider.answers(_ ->
          stream
              ? StubProvider.stream(streamed(given, finish))
              : StubProvider.whole(200, chat(given, finish)));
      Message answer =
          gate.post(Talk.FEATURE_WITH_FALLBACK.path, Talk.FEATURE_WITH_FALLBACK.ask(stream));
      assertThat(answer.status()).isEqualTo(200);
      JsonNode end = stream ? Events.of(answer.text()).getLast().json() : answer.json();
      boolean failed = expected.equals("-");
      assertThat(end.get("finish_reason").asString()).isEqualTo(failed ? "stop" : expected);
      assertThat(end.get("fallback").isNull()).isEqualTo(!failed);
      if (!failed && !stream) {
        assertThat(end.get("text").isString()).isTrue();
        assertThat(end.get("text").asString()).isEqualTo(text);
      } else if (!failed) {
        assertThat(answer.text().contains(text) || text.isEmpty()).isTrue();
      }
      CallRecord record = gate.record();
      assertThat(record.ending().outcome()).isEqualTo(failed ? Outcome.DEGRADED : Outcome.ANSWERED);
      assertThat(record.usage().output()).isEqualTo(7);
    }
  }

  private static String streamed(String message, String finish) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":"
        + message
        + ",\"finish_reason\":null}]}\n\n"
        + "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
        + finish
        + "\"}]}\n\n"
        + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,"
        + "\"total_tokens\":18}}\n\ndata: [DONE]\n\n";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[]", "[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"}]"})
  void rw11AnthropicsBlankAnswersFailToo(String content) throws Exception {
    gate.become(Talk.yaml(provider.port(), "retries: 0").replace("model: o/m", "model: a/m"));
    provider.answers(_ ->
        StubProvider.whole(
            200,
            "{\"type\":\"message\",\"content\":"
                + content
                + ",\"stop_reason\":\"end_turn\","
                + "\"usage\":{\"input_tokens\":11,\"output_tokens\":7}}"));
    Message answer = gate.post(Talk.FEATURE.path, Talk.FEATURE.ask(false));
    assertThat(answer.status()).isEqualTo(502);
    assertThat(gate.record().ending().cause()).isEqualTo("provider.empty");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1, /v1/chat/completions",
    "/v1/, /v1/chat/completions",
    "/v1//, /v1/chat/completions",
    "'', /chat/completions",
    "/, /chat/completions",
    "/api/v1, /api/v1/chat/completions",
    "/openai/deployments/x, /openai/deployments/x/chat/completions",
    "/v1?api-version=1, /v1/chat/completions?api-version=1",
  })
  void rw43ABaseUrlAsPeopleWriteItCallsOneProperPath(String path, String called) throws Exception {
    String yaml = Talk.yaml(provider.port(), "retries: 0");
    gate.become(yaml.replaceFirst("/v1\"", path + "\"") + "models: {}\n");
    assertThat(gate.post(Talk.CHAT.path, Talk.CHAT.ask(false)).status()).isEqualTo(200);
    assertThat(provider.asked().path()).isEqualTo(called);
    var environment = Map.of("OPENAI_API_KEY", "k", "HEADGATE_OPENAI_BASE_URL", "http://h" + path);
    var read = new Configuration(null, new Environment(environment)).read();
    assertThat(read.problems().list()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "o, /v1/chat/completions",
    "o, /v1/responses",
    "o, /v1/embeddings/",
    "a, /v1/messages",
    "a, /v1",
    "a, /v1/",
  })
  void rw43ABaseUrlThatNamesTooMuchIsRefused(String name, String path) throws Exception {
    Path file = directory.resolve("other.yaml");
    String kind = name.equals("a") ? "anthropic, api-key: \"${A_KEY}\"" : "openai-compatible";
    Files.writeString(
        file,
        "providers: { %s: { kind: %s, base-url: \"http://h%s\" } }\n".formatted(name, kind, path));
    var read = new Configuration(file, new Environment(Map.of("A_KEY", "k"))).read();
    assertThat(read.problems().toString()).contains("providers." + name + ".base-url");
  }

  @Test
  void rw44TheProxyOfTheEnvironmentStandsBeforeDistantProvidersOnly() throws Exception {
    provider.answers(asked ->
        asked.first().startsWith("CONNECT")
            ? "HTTP/1.1 407 Proxy Authentication Required\r\nConnection: close\r\n"
                + "Content-Length: 0\r\n\r\n"
            : StubProvider.whole(200, Talk.CHAT.whole("ok")));
    String yaml =
        Talk.yaml(provider.port(), "retries: 0")
            .replace(
                "providers:\n",
                "providers:\n  far: { kind: openai-compatible, base-url:"
                    + " \"https://api.example.test/v1\", api-key: \"${A_KEY}\", retries: 0 }\n");
    gate.close();
    gate =
        Gate.in(directory)
            .variable("A_KEY", "key-of-a")
            .variable("https_proxy", "http://u:proxy-password@127.0.0.1:" + provider.port())
            .variable("HTTP_PROXY", "http://127.0.0.1:1")
            .start(yaml);
    Message far = gate.post(Talk.CHAT.path, Talk.CHAT.ask(false).replace("o/m", "far/m"));
    assertThat(far.status()).isEqualTo(503);
    assertThat(far.text()).contains("no_target").doesNotContain("proxy-password");
    Message asked = provider.asked();
    assertThat(asked.first()).startsWith("CONNECT api.example.test:443");
    assertThat(asked.everything()).doesNotContain("key-of-a");
    assertThat(gate.post(Talk.CHAT.path, Talk.CHAT.ask(false)).status()).isEqualTo(200);
  }

  private static final String EVIL =
      "x\\n{\\\"outcome\\\":\\\"fake\\\"}\\r\\u2028\\u001b[2J\\u001b]0;t\\u0007\\u202e\\u0000\\ud800";

  @Test
  void rw50NoNameForgesALineOrStirsATerminal() throws Exception {
    String plain = new JsonMapper().readTree("\"" + EVIL.replace("\\ud800", "") + "\"").asString();
    String quoted = "\"" + EVIL + "\"";
    provider.answers(_ ->
        StubProvider.whole(
            400, "{\"error\":{\"message\":%1$s,\"code\":%1$s,\"type\":%1$s}}".formatted(quoted)));
    int calls = 0;
    for (String model :
        new String[] {"o/" + EVIL, EVIL, "feature/" + EVIL, "o/" + "y".repeat(400)}) {
      String body =
          "{\"model\":\"%s\",\"messages\":[],\"user\":%2$s,\"metadata\":{\"user_id\":%2$s}}"
              .formatted(model, quoted);
      gate.post(Talk.CHAT.path, body, "User-Agent: \u202e", "traceparent: x", "x-request-id: y");
      calls++;
    }
    gate.post("/v1/features/x%0A%7B%7D%1B/completions", "{}");
    gate.post("/v1/features/plain/completions", "{\"inputs\":{},\"targeting_key\":" + quoted + "}");
    provider.answers(_ ->
        StubProvider.whole(
            200, Talk.CHAT.whole(EVIL).replace("\"stop\"", quoted), "request-id: evil"));
    gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
    calls += 3;
    for (boolean forPeople : new boolean[] {false, true}) {
      String[] lines = lines(forPeople);
      assertThat(lines).hasSize(calls);
      for (String line : lines) {
        assertThat(line).matches("[^\\p{Cc}\\p{Cf}\\p{Cs}\u2028\u2029]{10,2000}");
        if (!forPeople) {
          assertThat(new JsonMapper().readTree(line).get("outcome").asString())
              .isNotEqualTo("fake");
        }
      }
    }
    assertThat(plain).contains("\n");
  }

  private String[] lines(boolean forPeople) {
    var out = new ByteArrayOutputStream();
    try (var lines = new Lines(out)) {
      gate.records().forEach(new CallLog(lines, forPeople));
    }
    return out.toString(UTF_8).split("\n", -1).length == 0
        ? new String[0]
        : out.toString(UTF_8).strip().split("\n", -1);
  }

  @Test
  void rw50WhatAProviderCallsTheErrorIsItsOwn() throws Exception {
    String header = new String("request-id: \u00e9".getBytes(ISO_8859_1), ISO_8859_1);
    provider.answers(
        _ -> StubProvider.whole(429, "{\"error\":{\"code\":\"" + EVIL + "\"}}", header));
    Message answer = gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text()).doesNotContain("fake");
    assertThat(gate.record().ending().cause()).isEqualTo("provider.429");
  }
}
