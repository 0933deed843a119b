package dev.headgate.telemetry;

import static dev.headgate.testkit.OtlpReceiver.attributes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Share;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.telemetry.OtelConfig.GenAi;
import dev.headgate.telemetry.OtelConfig.Preset;
import dev.headgate.telemetry.TraceSetting.Peer;
import dev.headgate.testkit.FakeClock;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.OtlpReceiver;
import dev.headgate.testkit.Page;
import dev.headgate.testkit.SomeCall;
import io.opentelemetry.proto.trace.v1.Span;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What each make of receiver is sent, decoded: what it is known to read must be there.
@Timeout(60)
class SpanDialectTest {
  private static final TraceSetting SETTING =
      new TraceSetting(Map.of("sim", new Peer("openai", "api.example", 443)), Map.of());
  private static final CallRecord CALL = SomeCall.ended(Outcome.ANSWERED, 5, 2.0);

  private OtlpReceiver receiver;

  @BeforeEach
  void start() throws Exception {
    receiver = new OtlpReceiver();
  }

  @AfterEach
  void stop() throws Exception {
    receiver.close();
  }

  private Message sent(Preset preset, GenAi genai, String path, CallRecord call) throws Exception {
    var config =
        new OtelConfig(URI.create(receiver.url() + path), Map.of(), preset, Share.ALL, true, genai);
    try (var traces = new Traces(config, "1.2.3", SETTING, new FakeClock())) {
      traces.accept(call);
    }
    return receiver.request();
  }

  private List<Map<String, Object>> spans(Preset preset, CallRecord call) throws Exception {
    return OtlpReceiver.spans(sent(preset, GenAi.STABLE, "", call)).stream()
        .map(OtlpReceiver::attributes)
        .toList();
  }

  @Test
  void otlpIsTheConventionAndNothingElse() throws Exception {
    assertThat(spans(Preset.OTLP, CALL))
        .hasSize(2)
        .allSatisfy(span ->
            assertThat(span.keySet())
                .allMatch(key ->
                    key.matches("(gen_ai|headgate|feature_flag|http|url|server|error)\\..*")));
  }

  @Test
  void theCachesWritesHaveOneNameNeverBoth() throws Exception {
    for (var genai : GenAi.values()) {
      Span attempt = OtlpReceiver.spans(sent(Preset.OTLP, genai, "", CALL)).get(1);

      assertThat(attributes(attempt).keySet())
          .filteredOn(key -> key.matches("gen_ai.usage.cache_(write|creation).*"))
          .containsExactly(
              genai == GenAi.STABLE
                  ? "gen_ai.usage.cache_creation.input_tokens"
                  : "gen_ai.usage.cache_write.input_tokens");
    }
  }

  @Test
  void langfuseGetsUsageInKindsThatAddUpAndTheCostAndTheFirstTokensTime() throws Exception {
    var spans = spans(Preset.LANGFUSE, CALL);

    assertThat(spans.get(0))
        .containsEntry("langfuse.observation.type", "span")
        .containsEntry("langfuse.trace.name", "f")
        .containsEntry("langfuse.trace.tags", List.of("control"));
    assertThat(spans.get(1))
        .containsEntry("langfuse.observation.type", "generation")
        .containsEntry(
            "langfuse.observation.usage_details",
            "{\"input\":10,\"cache_read_input_tokens\":2,\"output\":4,"
                + "\"output_reasoning_tokens\":1,\"total\":17}")
        .containsEntry("langfuse.observation.cost_details", "{\"total\":0.000001}")
        .containsEntry("langfuse.observation.completion_start_time", "2025-10-17T09:21:04.211500Z")
        .containsEntry("gen_ai.response.model", "sim-small");
  }

  @Test
  void langfuseIsFoundByItsAddressOrByTheOneItsPagesTell() throws Exception {
    for (String path : List.of("", "/api/public/otel", "/api/public/otel/")) {
      Message request = sent(Preset.LANGFUSE, GenAi.STABLE, path.replaceAll("/$", ""), CALL);

      assertThat(request.first()).startsWith("POST /api/public/otel/v1/traces ");
      assertThat(request.value("x-langfuse-ingestion-version")).isEqualTo("4");
    }
  }

  @Test
  void langfuseKeepsACallersNameForItsTrace() throws Exception {
    assertThat(spans(Preset.LANGFUSE, SomeCall.full()))
        .allSatisfy(span -> assertThat(span).doesNotContainKey("langfuse.trace.name"));
  }

  @Test
  void phoenixGetsKindsAndCountsInItsOwnNames() throws Exception {
    Message request = sent(Preset.PHOENIX, GenAi.STABLE, "", SomeCall.full());
    List<Span> spans = OtlpReceiver.spans(request);

    assertThat(request.first()).startsWith("POST /v1/traces ");
    assertThat(request.value("content-type")).isEqualTo("application/x-protobuf");
    assertThat(
            attributes(
                OtlpReceiver.resources(request).getFirst().getResource().getAttributesList()))
        .containsEntry("openinference.project.name", "headgate")
        .containsEntry("service.name", "headgate")
        .containsEntry("service.version", "1.2.3");
    assertThat(attributes(spans.get(0))).containsEntry("openinference.span.kind", "CHAIN");
    assertThat(attributes(spans.get(1)))
        .containsEntry("openinference.span.kind", "LLM")
        .containsEntry("llm.model_name", "sim-small")
        .containsEntry("llm.invocation_parameters", "{\"max_tokens\":9}")
        .containsEntry("llm.token_count.prompt", 12L)
        .containsEntry("llm.token_count.completion", 5L)
        .containsEntry("llm.token_count.total", 17L)
        .containsEntry("llm.token_count.prompt_details.cache_read", 2L)
        .containsEntry("llm.token_count.prompt_details.cache_write", 0L)
        .containsEntry("llm.token_count.completion_details.reasoning", 1L);
  }

  /// As if its attempt had been the second.
  private static CallRecord again(CallRecord call) {
    var first = call.attempts().getFirst();
    var second =
        new AttemptRecord(
            2,
            first.target(),
            first.span(),
            first.terms(),
            first.startMillis(),
            first.firstTokenMillis(),
            first.durationMillis(),
            first.status(),
            first.outcome(),
            first.cause(),
            first.usage(),
            first.cost(),
            first.next());
    return new CallRecord(
        call.id(),
        call.epochMillis(),
        call.trace(),
        call.asked(),
        call.served(),
        call.ending(),
        call.spend(),
        List.of(second));
  }

  @Test
  void thePageNamesTheAttributesThatAreSent() throws Exception {
    var named = new TreeSet<String>();
    Page.of("docs/guide/observability.md").rows().stream()
        .filter(row -> row.heading().equals("What a span says"))
        .flatMap(row -> Stream.of(row.cell(0).replace("`", "").split(", ")))
        .forEach(named::add);
    var sent = new TreeSet<String>();
    spans(Preset.OTLP, again(SomeCall.full())).forEach(span -> sent.addAll(span.keySet()));

    assertThat(sent).isEqualTo(named);
  }
}
