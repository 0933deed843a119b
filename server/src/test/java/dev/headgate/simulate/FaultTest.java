package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What each fault puts on the wire.
class FaultTest extends SimulatorTest {
  private void plan(String text) {
    simulator.faults(FaultPlan.parse(text));
  }

  /// What a raw client gets until the connection ends, and how it ends.
  private String all(String path, String body) throws Exception {
    try (var wire = sends(path, body)) {
      return wire.rest();
    }
  }

  private static int deltas(String stream) {
    return count(stream, "\"delta\":{\"content\":\"")
        + count(stream, "text_delta")
        + count(stream, "event: response.output_text.delta");
  }

  @Test
  void aStatusInTheVendorsWords() throws Exception {
    plan("status 429 retry-after 2");
    assertThat(answer(CHAT, ask("m", "")))
        .startsWith("HTTP/1.1 429 ")
        .contains("retry-after: 2\r\n", "x-request-id: req_", "\"code\":\"rate_limit_exceeded\"");
    assertThat(answer(MESSAGES, ask("m", "")))
        .contains("retry-after: 2\r\n", "request-id: req_", "\"type\":\"rate_limit_error\"")
        .contains("\"request_id\":\"req_");
    plan("status 529");
    assertThat(answer(MESSAGES, ask("m", ""))).contains("\"type\":\"overloaded_error\"");
  }

  @Test
  void aStatusInOtherWords() throws Exception {
    plan("status 500 body <h1>a: b</h1>");
    assertThat(answer(CHAT, ask("m", ""))).startsWith("HTTP/1.1 500 ").endsWith("<h1>a: b</h1>");
  }

  @Test
  void aResetBeforeTheHead() throws Exception {
    plan("reset");
    assertThat(all(CHAT, ask("m", ""))).isEqualTo("<reset>");
    var row = simulator.meter().snapshot().rows().getFirst();
    assertThat(row.status()).isEqualTo("none");
    assertThat(row.billedNano()).isZero();
  }

  @Test
  void silenceUntilTheClientLeaves() throws Exception {
    plan("silent");
    try (var wire = sends(CHAT, ask("m", ""))) {
      assertThat(wire.silentFor(200)).isTrue();
      assertThat(simulator.meter().snapshot().now()).isEqualTo(1);
    }
    assertThat(simulator.meter().awaitIdle(Duration.ofSeconds(5))).isTrue();
    assertThat(simulator.meter().snapshot().aborted()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions,[DONE]",
    "/v1/responses,response.completed",
    "/v1/messages,message_stop"
  })
  void aStreamThatIsCut(String path, String end) throws Exception {
    plan("cut 3");
    String cut = all(path, streaming("m"));
    assertThat(deltas(cut)).isEqualTo(3);
    assertThat(cut).doesNotContain(end).endsWith("\n\n\r\n<end>").doesNotContain("0\r\n\r\n");
    plan("cut 3 reset");
    String reset = all(path, streaming("m"));
    assertThat(deltas(reset)).isEqualTo(3);
    assertThat(reset).endsWith("<reset>");
    plan("cut 100000");
    String late = all(path, streaming("m"));
    assertThat(deltas(late)).isBetween(40, 60);
    assertThat(late).doesNotContain(end).endsWith("<end>");
    assertThat(simulator.meter().snapshot().rows().getFirst().tokens().output())
        .isEqualTo(6 + deltas(late));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut 3", "cut 3 reset"})
  void aWholeAnswerThatIsCutIsHalfThere(String fault) throws Exception {
    plan(fault);
    assertThat(all(CHAT, ask("m", "")))
        .contains("\"object\":\"chat.completion\"")
        .doesNotContain("\"usage\"")
        .endsWith(fault.endsWith("reset") ? "<reset>" : "<end>");
  }

  @Test
  void anEventThatIsNoJson() throws Exception {
    plan("malformed 2");
    String stream = answer(CHAT, streaming("m"));
    int broken = stream.indexOf("data: {\"id\":\"broken\"");
    assertThat(deltas(stream.substring(0, broken))).isEqualTo(2);
    assertThat(stream).endsWith("data: [DONE]\n\n");
    assertThat(answer(CHAT, ask("m", ""))).startsWith("HTTP/1.1 200 ").doesNotContain("\"usage\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions,\"usage\":{",
    "/v1/responses,event: response.output_item.done",
    "/v1/messages,event: message_delta"
  })
  void aStreamWithoutItsEnd(String path, String last) throws Exception {
    plan("unterminated");
    String stream = answer(path, streaming("m"));
    assertThat(stream.substring(stream.lastIndexOf("\n\n", stream.length() - 3))).contains(last);
  }

  @Test
  void anErrorUnder200() throws Exception {
    plan("error-in-200");
    assertThat(answer(CHAT, streaming("m")))
        .startsWith("HTTP/1.1 200 ")
        .contains("content-type: application/json", "{\"error\":{\"type\":\"server_error\"");
    plan("error-in-200 body {\"detail\": 1}");
    assertThat(answer(MESSAGES, ask("m", ""))).endsWith("{\"detail\": 1}");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions,'data: {\"error\":{',chat.completion.chunk",
    "/v1/responses,'event: error\ndata: {\"type\":\"error\",\"sequence_number\":',response.created",
    "/v1/messages,'event: error\ndata: {\"type\":\"error\",\"error\":{',message_start"
  })
  void anErrorEventEndsTheStream(String path, String error, String opening) throws Exception {
    plan("error-event first");
    assertThat(answer(path, streaming("m")))
        .contains("content-type: text/event-stream", "\r\n\r\n" + error)
        .doesNotContain(opening);
    plan("error-event start");
    String start = answer(path, streaming("m"));
    assertThat(start).contains(opening, "\n\n" + error);
    assertThat(deltas(start)).isZero();
    plan("error-event 4");
    String middle = answer(path, streaming("m"));
    assertThat(deltas(middle)).isEqualTo(4);
    assertThat(middle.substring(middle.lastIndexOf("\n\n", middle.length() - 3)))
        .startsWith("\n\n" + error);
  }

  @Test
  void theVendorsOwnRefusals() throws Exception {
    plan("context-too-long");
    assertThat(answer(CHAT, ask("m", "")))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"code\":\"context_length_exceeded\"");
    assertThat(answer(MESSAGES, ask("m", ""))).contains("prompt is too long: 200004 tokens");
    plan("out-of-credit project_spend_limit_exceeded");
    assertThat(answer(CHAT, ask("m", "")))
        .startsWith("HTTP/1.1 429 ")
        .contains("\"code\":\"project_spend_limit_exceeded\"", "insufficient_quota");
    plan("out-of-credit linked_organization_spend_limit_reached");
    assertThat(answer(MESSAGES, ask("m", "")))
        .startsWith("HTTP/1.1 402 ")
        .contains("billing_error", "\"error_code\":\"linked_organization_spend_limit_reached\"");
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/chat/completions,\"finish_reason\":\"content_filter\"",
    "/v1/responses,\"incomplete_details\":{\"reason\":\"content_filter\"}",
    "/v1/messages,\"stop_reason\":\"refusal\""
  })
  void aFilteredAnswerIsACleanEnd(String path, String reason) throws Exception {
    plan("content-filter");
    assertThat(answer(path, ask("m", ""))).contains(reason);
    String stream = answer(path, streaming("m"));
    assertThat(stream).contains(reason);
    assertThat(deltas(stream)).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, RESPONSES, MESSAGES})
  void oddAnswers(String path) throws Exception {
    plan("no-usage");
    assertThat(answer(path, ask("m", ""))).doesNotContain("\"usage\":{");
    assertThat(answer(path, streaming("m"))).doesNotContain("\"usage\":{");
    assertThat(simulator.meter().snapshot().billedNano()).isPositive();
    plan("empty");
    assertThat(deltas(answer(path, streaming("m")))).isZero();
    assertThat(answer(path, ask("m", ""))).startsWith("HTTP/1.1 200 ");
    plan("wrong-shape");
    assertThat(answer(path, ask("m", ""))).contains("text/event-stream", "data: ");
    assertThat(answer(path, streaming("m"))).contains("application/json").endsWith("}");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void compressedUnasked(boolean streamed) throws Exception {
    String asked = streamed ? streaming("m") : ask("m", "");
    String plain = answer(CHAT, asked);
    simulator.close();
    simulator = Simulator.start(options().faults(FaultPlan.always(new Fault.Compressed())));
    String packed = answer(CHAT, asked);
    int head = packed.indexOf("\r\n\r\n") + 4;
    assertThat(packed.substring(0, head)).contains("content-encoding: gzip");
    byte[] body = packed.substring(head).getBytes(StandardCharsets.ISO_8859_1);
    var unpacked = new GZIPInputStream(new ByteArrayInputStream(body)).readAllBytes();
    assertThat(plain).endsWith("\r\n\r\n" + new String(unpacked, StandardCharsets.UTF_8));
  }
}
