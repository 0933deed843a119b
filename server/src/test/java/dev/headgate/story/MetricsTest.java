package dev.headgate.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Request;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.OtlpReceiver;
import dev.headgate.testkit.Scraped;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What metrics say of calls that were made: to who scrapes them, and to who is sent them.
@Timeout(120)
class MetricsTest {
  private static final String OPEN_METRICS = "application/openmetrics-text;version=1.0.0;q=0.5";
  private static final String ADMIN_KEY = "the-key-of-the-operators";

  @TempDir private Path directory;
  private StubProvider provider;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(_ -> StubProvider.whole(200, Talk.CHAT.whole("hi")));
  }

  @AfterEach
  void stop() throws IOException {
    provider.close();
  }

  private Gate gate(String more) throws IOException {
    return Gate.in(directory)
        .variable("A_KEY", "key-of-a")
        .variable("WEB", "the-key-of-an-application")
        .variable("HEADGATE_ADMIN_KEY", ADMIN_KEY)
        .start(
            Talk.yaml(provider.port(), "retries: 1")
                + "prices: { o/m: { input: $1, output: $2 } }\n"
                + more);
  }

  /// The scrape that shows so many calls, and all of each.
  private static Scraped after(int calls, Gate gate) throws Exception {
    Await.until("the records", () -> gate.records().size() == calls);
    Scraped scraped = Scraped.of(gate);
    while (scraped.sum("headgate_requests_total") < calls || isCounting(gate)) {
      scraped = Scraped.of(gate);
    }
    return Scraped.of(gate);
  }

  /// Whether one scrape differs from the next.
  private static boolean isCounting(Gate gate) throws IOException {
    return !ours(Scraped.of(gate)).equals(ours(Scraped.of(gate)));
  }

  private static HashSet<String> ours(Scraped scraped) {
    var lines = new HashSet<String>();
    scraped.text().lines().filter(it -> it.matches("(headgate|gen_ai).*")).forEach(lines::add);
    return lines;
  }

  @Test
  void aCallIsCountedWithItsTokensItsCostAndItsAttempts() throws Exception {
    try (var gate = gate("")) {
      gate.post(Talk.FEATURE.path, Talk.FEATURE.ask(false));
      Scraped said = after(1, gate);

      String[] at = {"feature=plain", "variant=only", "model=m"};
      assertThat(said.sum("headgate_requests_total", "provider=o", "outcome=answered"))
          .isEqualTo(1);
      assertThat(said.sum("headgate_requests_total", at)).isEqualTo(1);
      assertThat(said.sum("headgate_request_duration_seconds_count", at)).isEqualTo(1);
      assertThat(said.sum("headgate_gateway_overhead_seconds_count", "route=features"))
          .isEqualTo(1);
      assertThat(said.sum("headgate_tokens_total", "feature=plain", "kind=input")).isEqualTo(11);
      assertThat(said.sum("headgate_tokens_total", "feature=plain", "kind=output")).isEqualTo(7);
      assertThat(said.sum("headgate_cost_usd_total", at)).isEqualTo(25e-6);
      assertThat(said.sum("headgate_upstream_attempts_total", "provider=o", "result=answered"))
          .isEqualTo(1);
      assertThat(said.sum("headgate_inflight_requests")).isZero();
      assertThat(said.sum("headgate_build_info")).isEqualTo(1);
    }
  }

  @Test
  void anAttemptIsAnOperationOfTheConventions() throws Exception {
    try (var gate = gate("")) {
      gate.post(Talk.MESSAGES.path, Talk.MESSAGES.ask(false)); // which gets a chat's answer
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
      Scraped said = after(2, gate);

      String[] at = {
        "gen_ai_operation_name=chat", "gen_ai_provider_name=o", "gen_ai_request_model=m"
      };
      assertThat(said.sum("gen_ai_client_operation_duration_seconds_count", at)).isEqualTo(1);
      assertThat(said.sum("gen_ai_client_token_usage_count", at)).isEqualTo(2);
      assertThat(
              said.sum(
                  "gen_ai_client_token_usage_sum",
                  "gen_ai_provider_name=o",
                  "gen_ai_token_type=input"))
          .isEqualTo(11);
      assertThat(
              said.sum(
                  "gen_ai_client_operation_duration_seconds_count",
                  "gen_ai_provider_name=anthropic"))
          .isPositive();
    }
  }

  @Test
  void whatWentWrongHasItsReason() throws Exception {
    provider.answers(_ -> StubProvider.whole(503, "{}"));
    try (var gate = gate("")) {
      gate.post(Talk.FEATURE_WITH_FALLBACK.path, Talk.FEATURE_WITH_FALLBACK.ask(false));
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
      gate.post(Talk.CHAT.path, "{\"model\":\"no/such\",\"messages\":[]}");
      Scraped said = after(3, gate);

      assertThat(said.sum("headgate_degraded_responses_total", "feature=polite")).isEqualTo(1);
      assertThat(said.sum("headgate_requests_total", "outcome=failed")).isEqualTo(1);
      assertThat(said.sum("headgate_refusals_total", "code=unknown_model", "caller=known"))
          .isEqualTo(1);
      assertThat(
              said.sum("headgate_upstream_attempts_total", "result=failed", "reason=provider.503"))
          .isEqualTo(4);
      assertThat(
              said.sum("gen_ai_client_operation_duration_seconds_count", "error_type=provider.503"))
          .isEqualTo(4);
    }
  }

  @Test
  void aCallWithoutAPriceIsCountedAsSuch() throws Exception {
    try (var gate = gate("")) {
      gate.post(Talk.CHAT.path, "{\"model\":\"o/unheard-of\",\"messages\":[]}");
      Scraped said = after(1, gate);

      assertThat(said.sum("headgate_unpriced_calls_total", "provider=o", "model=other"))
          .isEqualTo(1);
      assertThat(said.names()).doesNotContain("headgate_cost_usd_total");
    }
  }

  @Test
  void thoseWhoAreTurnedAwayUnknownAreCountedByTheReason() throws Exception {
    try (var gate = gate("keys: { web: { secret: \"${WEB}\" } }\n")) {
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
      gate.post("/no/such/path", "{}");
      Scraped said = Scraped.of(gate);

      assertThat(said.sum("headgate_refusals_total", "code=invalid_key", "caller=unknown"))
          .isEqualTo(1);
      assertThat(said.sum("headgate_refusals_total", "code=unknown_path", "caller=unknown"))
          .isEqualTo(1);
      assertThat(gate.records()).isEmpty();
    }
  }

  @Test
  void openMetricsHaveExemplarsThatLeadToTheTrace() throws Exception {
    try (var gate = gate("")) {
      provider.answers(_ -> StubProvider.stream(Talk.CHAT.content("hi") + Talk.CHAT.end()));
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(true));
      Scraped plain = after(1, gate);
      Scraped open = Scraped.of(gate, OPEN_METRICS);

      String trace = gate.record().trace().id();
      assertThat(plain.text()).doesNotContain(trace);
      assertThat(open.text()).endsWith("# EOF\n");
      assertThat(open.text())
          .containsPattern(
              "headgate_request_duration_seconds_bucket\\{.*} 1 # \\{span_id=\"[0-9a-f]{16}\","
                  + "trace_id=\""
                  + trace)
          .containsPattern("headgate_time_to_first_token_seconds_bucket\\{.*trace_id=\"" + trace);
    }
  }

  @Test
  void theNamesToComeStandInThePlaceOfThoseOfToday() throws Exception {
    try (var gate = gate("otel: { genai: latest }\n")) {
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
      Scraped said = after(1, gate);

      assertThat(said.sum("gen_ai_client_inference_usage_input_tokens_total")).isEqualTo(11);
      assertThat(said.sum("gen_ai_client_inference_operation_output_tokens_sum")).isEqualTo(7);
      assertThat(said.sum("gen_ai_client_inference_duration_seconds_count")).isEqualTo(1);
      assertThat(said.names())
          .noneMatch(name -> name.startsWith("gen_ai_client_token"))
          .noneMatch(name -> name.startsWith("gen_ai_client_operation"));
    }
  }

  @Test
  void metricsArePushedWithExponentialHistograms() throws Exception {
    try (var receiver = new OtlpReceiver()) {
      try (var gate = gate("otel: { endpoint: \"" + receiver.url() + "\" }\n")) {
        gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
      }
      Message request = receiver.metricsRequest();
      Map<String, Metric> sent = OtlpReceiver.metrics(request);

      assertThat(request.first()).startsWith("POST /v1/metrics ");
      var duration = sent.get("gen_ai.client.operation.duration");
      assertThat(duration.getExponentialHistogram().getDataPointsList()).hasSize(1);
      assertThat(sent.get("gen_ai.client.token.usage").getUnit()).isEqualTo("{token}");
      assertThat(sent.get("headgate.requests").getSum().getIsMonotonic()).isTrue();
      assertThat(sent).containsKeys("jvm.memory.used", "headgate.build.info");
    }
  }

  @Test
  void rw49AReceiverThatFailsIsCountedAndSaidWithoutItsCredential() throws Exception {
    try (var receiver = new StubProvider(_ -> StubProvider.whole(500, "no"))) {
      String url = "http://127.0.0.1:" + receiver.port();
      var gate =
          gate("otel: { endpoint: \"%s\", headers: { x: \"k ${A_KEY}\" } }\n".formatted(url));
      var telemetry = gate.headgate().telemetry();
      gate.close();

      assertThat(receiver.asked().value("x")).isEqualTo("k key-of-a");
      var request = new Request("GET", "/metrics", List.of(), new byte[0]);
      var said = new String(telemetry.scrape(request).body(), UTF_8);
      assertThat(new Scraped(said).sum("headgate_export_failures_total", "exporter=metrics"))
          .isEqualTo(1);
    }
  }

  @Test
  void rw47NamesThatNobodyConfiguredMakeNoSeries() throws Exception {
    var random = new Random(47);
    try (var gate = gate("")) {
      strange(gate, random, 60);
      int before = after(60, gate).samples().size();
      strange(gate, random, 340);

      assertThat(after(400, gate).samples().size()).isLessThanOrEqualTo(before + 60);
    }
  }

  /// Models, features, paths, methods and providers' statuses and codes that nobody has heard of.
  private void strange(Gate gate, Random random, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      String odd = Long.toHexString(random.nextLong()) + "\\\"{}\\n\\u2028";
      int status = 300 + random.nextInt(300);
      provider.answers(
          _ -> StubProvider.whole(status, "{\"error\":{\"code\":\"" + odd + "\",\"type\":\"x\"}}"));
      switch (random.nextInt(3)) {
        case 0 -> gate.post(Talk.CHAT.path, "{\"model\":\"o/" + odd + "\",\"messages\":[]}");
        case 1 -> gate.post(Talk.CHAT.path, "{\"model\":\"" + odd + "\",\"messages\":[]}");
        default -> gate.post(Talk.FEATURE.path.replace("plain", "f" + i), "{\"inputs\":{}}");
      }
      try (Wire client = Wire.connect(gate.port())) {
        client.send("X" + i + " /p" + i + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(Message.read(client).status()).isGreaterThanOrEqualTo(400);
      }
    }
  }

  @Test
  void whereOtherMachinesCanAskTheAdminKeyIsNeeded() throws Exception {
    try (var gate =
        Gate.in(directory)
            .variable("A_KEY", "key-of-a")
            .variable("WEB", "the-key-of-an-application")
            .variable("HEADGATE_ADMIN_KEY", ADMIN_KEY)
            .start(
                Talk.yaml(provider.port(), "retries: 0")
                        .replace("server: { port: 0", "server: { host: 0.0.0.0, port: 0")
                    + "keys: { web: { secret: \"${WEB}\" } }\n")) {
      assertThat(status(gate, "x-api-key: the-key-of-an-application")).isEqualTo(401);
      assertThat(status(gate, "x-api-key: " + ADMIN_KEY)).isEqualTo(200);
    }
  }

  @Test
  void aPageOfAnotherHostReadsNothing() throws Exception {
    try (var gate = gate("")) {
      assertThat(status(gate, "Origin: https://page.example")).isEqualTo(403);
      assertThat(status(gate, "x: y")).isEqualTo(200);
    }
  }

  private static int status(Gate gate, String field) throws IOException {
    try (Wire client = Wire.connect(gate.port())) {
      client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n" + field + "\r\n\r\n");
      return Message.read(client).status();
    }
  }
}
