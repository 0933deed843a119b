package dev.headgate.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Usage;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.ScriptedUpstream;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What other gateways recorded wrongly of what a call used, tried on the whole of this one.
@Timeout(120)
class UsageCasesTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final String STREAM = "{\"model\":\"%s/m\",\"messages\":[],\"stream\":true}";

  @TempDir private Path directory;

  private Gate gate(int port) throws IOException {
    return Gate.in(directory)
        .start(
            """
            server: { port: 0, drain: 0s }
            providers:
              xai: { kind: openai-compatible, base-url: "http://127.0.0.1:%1$d/v1", retries: 0 }
              plain: { kind: openai-compatible, base-url: "http://127.0.0.1:%1$d/v1", retries: 0 }
            """
                .formatted(port));
  }

  /// One record, whose usage and source are these.
  private static void assertUsage(Gate gate, Outcome outcome, String usage) throws Exception {
    CallRecord record = gate.record();
    assertThat(record.ending().outcome()).isEqualTo(outcome);
    assertThat(record.spend().usage().toString()).isEqualTo(usage);
  }

  private static String completed(int size, boolean early) {
    String usage =
        "\"usage\":{\"input_tokens\":100,\"input_tokens_details\":{\"cached_tokens\":64},"
            + "\"output_tokens\":20,\"total_tokens\":120}";
    String output =
        "\"output\":[{\"type\":\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\""
            + "é".repeat(size / 2)
            + "\"}]}]";
    return "event: response.completed\ndata: {\"type\":\"response.completed\",\"response\":{"
        + (early ? usage + "," + output : output + "," + usage)
        + "}}\n\n";
  }

  private static void inSegments(Wire up, byte[] bytes, Random random) throws IOException {
    int first = random.nextInt(20); // the first line in one of its own, or cut
    for (int from = 0, to = first; from < bytes.length; from = to, to += random.nextInt(2_000)) {
      if (to > from) {
        up.chunk(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, to)));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"400000, 50", "3000000, 6"})
  void rw20TheUsageInAVeryLongLastEventIsReadWhereverItIsCut(int size, int seeds) throws Exception {
    try (var upstream = new ScriptedUpstream();
        var gate = gate(upstream.port())) {
      for (int seed = 0; seed < seeds; seed++) {
        String delta =
            "data: {\"type\":\"response.output_text.delta\",\"delta\":\"" + seed + "\"}\n\n";
        String body = delta + completed(size, seed % 2 == 0);
        assertThat(asked(gate, upstream, body, new Random(seed))).isEqualTo(body);
        assertUsage(gate, Outcome.ANSWERED, "provider input=36 cache_read=64 output=20");
      }
    }
  }

  private static String asked(Gate gate, ScriptedUpstream upstream, String body, Random random)
      throws Exception {
    try (Wire client = Wire.connect(gate.port())) {
      String ask = "{\"model\":\"plain/m\",\"input\":\"hi\",\"stream\":true}";
      client.send(Gate.request("/v1/responses", ask.getBytes(UTF_8)));
      try (Wire up = upstream.next()) {
        up.message();
        up.send(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n");
        Thread.ofVirtual().start(() -> send(up, body, random));
        return new String(Message.read(client).body(), UTF_8);
      }
    }
  }

  private static void send(Wire up, String body, Random random) {
    try {
      inSegments(up, body.getBytes(UTF_8), random);
      up.endChunks();
    } catch (IOException gone) {
      // the gate has had enough, as its answer shows
    }
  }

  private static String running(int i) {
    String usage =
        "{\"prompt_tokens\":20,\"completion_tokens\":%d,\"total_tokens\":%d}".formatted(i, 20 + i);
    return "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}],\"usage\":" + usage + "}\n\n";
  }

  private static String running(int from, int to) {
    var all = new StringBuilder();
    for (int i = from; i <= to; i++) {
      all.append(running(i));
    }
    return all.toString();
  }

  private static final String STOP =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":20,\"completion_tokens\":50,"
            + "\"total_tokens\":70}}\n\n"
      })
  void rw22RunningTotalsAreNotAddedUp(String last) throws Exception {
    try (var stub =
            new StubProvider(
                _ -> StubProvider.stream(running(1, 50) + STOP + last + "data: [DONE]\n\n"));
        var gate = gate(stub.port())) {
      gate.post(CHAT, STREAM.formatted("plain"));
      assertUsage(gate, Outcome.ANSWERED, "provider input=20 output=50");
    }
  }

  @Test
  void rw22TheLastOneCountsAlsoWhereItIsLower() throws Exception {
    String events = running(1, 50) + running(48) + STOP + "data: [DONE]\n\n";
    try (var stub = new StubProvider(_ -> StubProvider.stream(events));
        var gate = gate(stub.port())) {
      String asked = STREAM.replace("}", ",\"stream_options\":{\"include_usage\":true}}");
      assertThat(gate.post(CHAT, asked.formatted("plain")).text()).isEqualTo(events);
      assertUsage(gate, Outcome.ANSWERED, "provider input=20 output=48");
    }
  }

  @Test
  void rw22ACutStreamHasUsedNoLessThanItsLastTotal() throws Exception {
    try (var stub = new StubProvider(_ -> StubProvider.stream(running(1, 30)));
        var gate = gate(stub.port())) {
      gate.post(CHAT, STREAM.formatted("plain"));
      assertUsage(gate, Outcome.CUT, "estimated input=20 output=30");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "500|'completion_tokens':500,|200|1000|provider input=500 output=300 reasoning=200",
        "33|'completion_tokens':1,|375|409|provider input=33 output=1 reasoning=375",
        "33|``|40|73|provider input=33 reasoning=40",
        "500|'completion_tokens':500,|700|1000|disputed input=500 output=500 reasoning=700",
      })
  void rw23TheTotalTellsWhereReasoningStands(
      int prompt, String completion, int reasoning, int total, String expected) throws Exception {
    String usage =
        "{'prompt_tokens':%d,%s'completion_tokens_details':{'reasoning_tokens':%d},'total_tokens':%d}"
            .formatted(prompt, completion, reasoning, total)
            .replace('\'', '"');
    try (var stub = new StubProvider(asked -> answer(asked, usage));
        var gate = gate(stub.port())) {
      for (String provider : new String[] {"xai", "plain"}) {
        for (String path : new String[] {CHAT, "/v1/responses"}) {
          String ask = STREAM.formatted(provider).replace("}", ",\"input\":\"hi\"}");
          gate.post(path, ask);
          assertUsage(gate, Outcome.ANSWERED, expected);
          gate.post(path, ask.replace("true", "false"));
          assertUsage(gate, Outcome.ANSWERED, expected);
        }
      }
    }
  }

  private static String answer(Message asked, String usage) {
    boolean stream = asked.json().path("stream").booleanValue();
    if (asked.first().contains(CHAT)) {
      String message = "\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"";
      return stream
          ? StubProvider.stream(
              STOP + "data: {\"choices\":[],\"usage\":" + usage + "}\n\ndata: [DONE]\n\n")
          : StubProvider.whole(200, "{\"choices\":[{" + message + "}],\"usage\":" + usage + "}");
    }
    String counts = usage.replace("prompt_", "input_").replace("completion_", "output_");
    String whole = "{\"status\":\"completed\",\"output\":[],\"usage\":" + counts + "}";
    return stream
        ? StubProvider.stream(
            "data: {\"type\":\"response.completed\",\"response\":" + whole + "}\n\n")
        : StubProvider.whole(200, whole);
  }

  @Test
  void whatNobodyCountedIsEstimatedByWhatWentAndCame() throws Exception {
    String text = "x".repeat(300);
    String events = "data: {\"choices\":[{\"delta\":{\"content\":\"" + text + "\"}}]}\n\n" + STOP;
    try (var stub = new StubProvider(_ -> StubProvider.stream(events + "data: [DONE]\n\n"));
        var gate = gate(stub.port())) {
      gate.post(CHAT, STREAM.formatted("plain"));
      int sent = stub.asked().body().length;
      CallRecord record = gate.record();
      assertThat(record.spend().usage())
          .isEqualTo(Usage.ofText(Math.ceilDiv(sent, 3), 0, 0, 100, 0, Usage.Source.ESTIMATED));
    }
  }

  @Test
  void tagsAndTermsAreOnTheRecordAndTheProviderSeesNoTags() throws Exception {
    String answer =
        "{\"model\":\"m-2026-01-15\",\"choices\":[{\"message\":{\"content\":\"x\"},"
            + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}";
    try (var stub = new StubProvider(_ -> StubProvider.whole(200, answer));
        var gate = gate(stub.port())) {
      gate.post(
          CHAT,
          "{\"model\":\"plain/m\",\"messages\":[],\"headgate\":{\"tags\":{\"tenant\":\"acme\"}}}");
      CallRecord record = gate.record();
      assertThat(record.asked().tags()).isEqualTo(Map.of("tenant", "acme"));
      assertThat(record.attempts().getFirst().model()).isEqualTo("m-2026-01-15");
      assertThat(stub.asked().text()).doesNotContain("acme");
      Message refused =
          gate.post(CHAT, "{\"model\":\"plain/m\",\"messages\":[],\"headgate\":{\"tags\":[]}}");
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.text()).contains("headgate.tags: a list");
    }
  }
}
