package dev.headgate.story;

import static dev.headgate.testkit.OtlpReceiver.attributes;
import static dev.headgate.testkit.OtlpReceiver.hex;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.CallRecord;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.OtlpReceiver;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A served call as a receiver of its spans sees it, decoded from what came over the wire.
@Timeout(60)
class TracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String CALLER = "b7ad6b7169203331";

  @TempDir private Path directory;
  private final AtomicInteger asked = new AtomicInteger();
  private OtlpReceiver receiver;
  private StubProvider provider;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    receiver = new OtlpReceiver();
    provider =
        new StubProvider(_ ->
            asked.getAndIncrement() == 0
                ? StubProvider.whole(500, "{}")
                : StubProvider.whole(200, Talk.CHAT.whole("hi")));
  }

  @AfterEach
  void stop() throws Exception {
    provider.close();
    receiver.close();
  }

  private Gate gate(String otel) throws Exception {
    return Gate.in(directory)
        .variable("A_KEY", "the-key-of-a-provider")
        .start(Talk.yaml(provider.port(), "retries: 1") + otel);
  }

  private Gate gate() throws Exception {
    return gate("otel: { endpoint: \"" + receiver.url() + "\", sample: 100% }\n");
  }

  @Test
  void eachAttemptIsASpanBelowTheCallsAndTheCallsIsBelowItsCallers() throws Exception {
    try (Gate gate = gate()) {
      gate.post(
          Talk.CHAT.path,
          Talk.CHAT.ask(false),
          "traceparent: 00-%s-%s-01".formatted(TRACE, CALLER));
      List<Span> spans = receiver.spans(3);

      Span call = spans.getFirst();
      assertThat(call.getKind()).isEqualTo(SpanKind.SPAN_KIND_SERVER);
      assertThat(call.getName()).isEqualTo("POST /v1/chat/completions");
      assertThat(hex(call.getParentSpanId())).isEqualTo(CALLER);
      for (Span attempt : spans.subList(1, 3)) {
        assertThat(attempt.getKind()).isEqualTo(SpanKind.SPAN_KIND_CLIENT);
        assertThat(attempt.getName()).isEqualTo("chat m");
        assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId());
        assertThat(attempt.getStartTimeUnixNano())
            .isBetween(call.getStartTimeUnixNano(), call.getEndTimeUnixNano());
        assertThat(attempt.getEndTimeUnixNano())
            .isBetween(attempt.getStartTimeUnixNano(), call.getEndTimeUnixNano());
        assertThat(provider.asked().value("traceparent"))
            .isEqualTo("00-" + TRACE + "-" + hex(attempt.getSpanId()) + "-01");
      }
      assertThat(spans).allSatisfy(span -> assertThat(hex(span.getTraceId())).isEqualTo(TRACE));
    }
  }

  @Test
  void anAttemptSaysWhatWasAskedOfWhomAndWhatCameOfIt() throws Exception {
    try (Gate gate = gate()) {
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
      List<Span> spans = receiver.spans(3);
      CallRecord call = gate.record();

      assertThat(spans.get(1).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_ERROR);
      assertThat(attributes(spans.get(1)))
          .containsEntry("error.type", "provider.500")
          .containsEntry("http.response.status_code", 500L)
          .doesNotContainKeys("gen_ai.usage.input_tokens", "http.request.resend_count");
      assertThat(spans.get(2).getStatus().getCode()).isEqualTo(StatusCode.STATUS_CODE_UNSET);
      assertThat(attributes(spans.get(2)))
          .containsEntry("gen_ai.operation.name", "chat")
          .containsEntry("gen_ai.provider.name", "o")
          .containsEntry("gen_ai.request.model", "m")
          .containsEntry("server.address", "127.0.0.1")
          .containsEntry("server.port", (long) provider.port())
          .containsEntry("gen_ai.usage.input_tokens", 11L)
          .containsEntry("gen_ai.usage.output_tokens", 7L)
          .containsEntry("gen_ai.usage.cache_creation.input_tokens", 0L)
          .containsEntry("gen_ai.response.finish_reasons", List.of("stop"))
          .containsEntry("http.request.resend_count", 1L)
          .containsEntry("headgate.attempt.n", 2L)
          .containsEntry("headgate.call.id", call.id())
          .doesNotContainKeys("error.type", "gen_ai.request.stream");
    }
  }

  @Test
  void aCallSaysWhatWasServedAndIsNoOperationOfAModel() throws Exception {
    try (Gate gate = gate()) {
      gate.post(Talk.FEATURE.path, Talk.FEATURE.ask(false));
      CallRecord call = gate.record();

      assertThat(attributes(receiver.spans(3).getFirst()))
          .containsEntry("http.request.method", "POST")
          .containsEntry("http.route", "/v1/features/{feature}/completions")
          .containsEntry("url.path", "/v1/features/plain/completions")
          .containsEntry("http.response.status_code", 200L)
          .containsEntry("headgate.call.id", call.id())
          .containsEntry("headgate.feature", "plain")
          .containsEntry("headgate.variant", "only")
          .containsEntry("headgate.outcome", "answered")
          .containsEntry("headgate.attempts", 2L)
          .containsEntry("feature_flag.key", "plain")
          .containsEntry("feature_flag.result.variant", "only")
          .containsEntry("feature_flag.result.reason", "split")
          .doesNotContainKeys("gen_ai.operation.name", "error.type");
    }
  }

  @Test
  void aStreamSaysWhenItsFirstContentCame() throws Exception {
    asked.set(1);
    provider.answers(_ -> StubProvider.stream(Talk.CHAT.content("hi") + Talk.CHAT.end()));
    try (Gate gate = gate()) {
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(true));

      assertThat(attributes(receiver.spans(2).get(1)))
          .containsEntry("gen_ai.request.stream", true)
          .containsKey("gen_ai.response.time_to_first_chunk");
    }
  }

  @Test
  void rw50WhatOthersNameIsCleanAndShortInSpans() throws Exception {
    String evil = "x\\n\\u001b[2J\\u202e\\u2028" + "y".repeat(5_000);
    asked.set(1);
    provider.answers(_ ->
        StubProvider.whole(
            200,
            Talk.CHAT
                .whole("hi")
                .replace("{\"choices\"", "{\"model\":\"" + evil + "\",\"choices\"")));
    try (Gate gate = gate()) {
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false).replace("o/m", "o/" + evil)); // is refused

      for (Span span : receiver.spans(3)) {
        assertThat(span.getName()).matches("[^\\p{Cc}\\p{Cf}\u2028]{1,250}");
        assertThat(attributes(span).values())
            .allSatisfy(
                value -> assertThat(value.toString()).matches("[^\\p{Cc}\\p{Cf}\u2028]{1,250}"));
      }
    }
  }

  @Test
  void whatIsWaitingIsSentWhenTheServerStops() throws Exception {
    try (Gate gate = gate()) {
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
    }

    assertThat(receiver.spans(3)).hasSize(3);
  }

  @Test
  void r24WithoutAnEndpointNothingIsSent() throws Exception {
    List<Thread> before = senders();
    try (Gate gate = gate("")) {
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
      gate.record();

      assertThat(gate.headgate().config().otel().isOn()).isFalse();
      assertThat(before).containsAll(senders());
    }
    assertThat(receiver.waiting()).isZero();
  }

  private static List<Thread> senders() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("spans"))
        .toList();
  }

  @Test
  void theStandardVariableAloneSwitchesItOn() throws Exception {
    String yaml = Talk.yaml(provider.port(), "retries: 1");
    try (Gate gate =
        Gate.in(directory)
            .variable("A_KEY", "the-key-of-a-provider")
            .variable("OTEL_EXPORTER_OTLP_ENDPOINT", receiver.url() + "/")
            .variable("OTEL_EXPORTER_OTLP_HEADERS", "authorization=Basic%20abc=, x-tenant=7")
            .start(yaml)) {
      gate.post(Talk.CHAT.path, Talk.CHAT.ask(false)); // its first attempt fails
      Message request = receiver.request();

      assertThat(request.first()).startsWith("POST /v1/traces ");
      assertThat(request.value("authorization")).isEqualTo("Basic abc=");
      assertThat(request.value("x-tenant")).isEqualTo("7");
      assertThat(request.value("content-type")).isEqualTo("application/x-protobuf");
      assertThat(
              attributes(
                  OtlpReceiver.resources(request).getFirst().getResource().getAttributesList()))
          .containsEntry("service.name", "headgate")
          .containsKey("service.version");
    }
  }
}
