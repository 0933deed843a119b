package dev.headgate.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Events;
import dev.headgate.testkit.Events.Event;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Packed;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Streams as servers really frame them, through the whole gate.
@Timeout(60)
class FramingCasesTest {
  private static final String USAGE_ASKED =
      "{\"model\":\"o/m\",\"messages\":[],\"stream\":true,\"stream_options\":{\"include_usage\":true}}";

  @TempDir private Path directory;

  private Setting setting() throws Exception {
    return new Setting(directory, "retries: 0");
  }

  private static Wire streaming(Setting setting) throws Exception {
    Wire upstream = setting.asked();
    upstream.streamHead();
    return upstream;
  }

  /// One event in the framing of a case.
  private static String framed(String framing, String event) {
    return switch (framing) {
      case "crlf" -> event.replace("\n", "\r\n");
      case "cr" -> event.replace("\n", "\r");
      case "mixed" -> event.replaceFirst("\n", "\r\n");
      case "no space" -> event.replace("data: ", "data:");
      case "ids" -> "id: 7\nretry: 10\n" + event;
      case "two lines" -> event.replaceFirst("\\{\"choices\":\\[", "{\"choices\":\ndata: [");
      default -> event;
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"lf", "crlf", "cr", "mixed", "bom", "no space", "ids", "two lines"})
  void rw13EachEventComesAsItIsSentAndUnchanged(String framing) throws Exception {
    try (var setting = setting()) {
      Wire client = Wire.connect(setting.gate.port());
      client.send(Gate.request(Talk.CHAT.path, USAGE_ASKED.getBytes(UTF_8)));
      Wire upstream = streaming(setting);
      var sent = new StringBuilder();
      for (int i = 0; i < 5; i++) {
        String event = framed(framing, Talk.CHAT.content("piece" + i));
        event = (framing.equals("bom") && i == 0 ? "\ufeff" : "") + event;
        int cut = event.indexOf('\r') + 1; // between CR and LF, where there are
        upstream.chunk(event.substring(0, cut == 0 ? 3 : cut));
        upstream.chunk(event.substring(cut == 0 ? 3 : cut));
        sent.append(event);
        client.until("piece" + i);
      }
      String end = framed(framing, Talk.CHAT.end());
      upstream.chunk(end);
      upstream.endChunks();
      client.until("[DONE]");
      client.until("0\r\n\r\n");
      assertThat(client.bodySeen()).isEqualTo(sent + end);
      assertThat(setting.gate.record().usage().output()).isEqualTo(7);
      client.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"lf", "crlf", "cr", "mixed", "bom", "no space", "ids", "two lines"})
  void rw13FeaturesReadEachFramingToo(String framing) throws Exception {
    try (var setting = setting()) {
      Wire client = setting.asks(Talk.FEATURE, true);
      Wire upstream = streaming(setting);
      for (int i = 0; i < 5; i++) {
        String event = framed(framing, Talk.CHAT.content("piece" + i));
        upstream.chunk((framing.equals("bom") && i == 0 ? "\ufeff" : "") + event);
        client.until("piece" + i);
      }
      upstream.chunk(framed(framing, Talk.CHAT.end()));
      upstream.endChunks();
      assertThat(client.until("0\r\n\r\n")).contains("event: end").doesNotContain("piece");
      CallRecord record = setting.gate.record();
      assertThat(record.ending().outcome()).isEqualTo(Outcome.ANSWERED);
      assertThat(record.usage().input()).isEqualTo(11);
      assertThat(record.usage().output()).isEqualTo(7);
    }
  }

  private static final String FILTER = "{\"choices\":[],\"prompt_filter_results\":[{\"index\":0}]}";

  private static String openRouter(String usage) {
    return ": OPENROUTER PROCESSING\n\n"
        + "data: "
        + FILTER
        + "\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"text\"}}]"
        + usage
        + "}\n\n"
        + "data: {\"id\":\"no choices\""
        + usage
        + "}\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\" end\"},\"finish_reason\":\"stop\"}],"
        + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5,\"total_tokens\":14}}\n\n"
        + ": bye\n\ndata: [DONE]\n\n";
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"usage\":null"})
  void rw14NothingOfAnOddStreamIsLostButTheUsageWeAskedFor(String usage) throws Exception {
    try (var setting = setting()) {
      Wire client = setting.asks(Talk.CHAT, true);
      setting.asked().send(StubProvider.stream(openRouter(usage)));
      String text = Message.read(client).text();
      assertThat(text.split(" end\"", -1)).hasSize(2);
      assertThat(text).contains(FILTER).contains("no choices").contains("[DONE]");
      assertThat(text).doesNotContain("usage").doesNotContain("data: :");
      assertThat(text).contains(": OPENROUTER PROCESSING\n\n").contains(": bye\n\n");
      CallRecord record = setting.gate.record();
      assertThat(record.usage().input()).isEqualTo(9);
      assertThat(record.usage().output()).isEqualTo(5);
      assertThat(record.ending().outcome()).isEqualTo(Outcome.ANSWERED);
    }
  }

  @Test
  void rw14WhoAsksForUsageGetsEveryByte() throws Exception {
    try (var setting = setting();
        Wire client = Wire.connect(setting.gate.port())) {
      client.send(Gate.request(Talk.CHAT.path, USAGE_ASKED.getBytes(UTF_8)));
      String sent = openRouter(",\"usage\":null");
      setting.asked().send(StubProvider.stream(sent));
      assertThat(Message.read(client).text()).isEqualTo(sent);
    }
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void rw16AFragmentIsNeverGluedToOurError(Talk talk) throws Exception {
    String next = talk.content("fourth");
    int quote = next.indexOf("fourth");
    for (int cut :
        new int[] {1, 5, 6, next.length() / 2, quote + 2, next.length() - 2, next.length() - 1}) {
      for (boolean reset : new boolean[] {false, true}) {
        try (var setting = setting()) {
          Wire client = setting.asks(talk, true);
          Wire upstream = streaming(setting);
          for (String word : List.of("one", "two", "three")) {
            upstream.chunk(talk.content(word));
            client.until(word + "\"");
          }
          upstream.chunk(next.substring(0, cut));
          if (reset) {
            upstream.reset();
          } else {
            upstream.close();
          }
          client.until("\r\n");
          List<Event> rest = Events.of(new String(client.chunks(), UTF_8));
          assertThat(rest).as("cut at %d", cut).hasSize(1);
          assertThat(talk.codeOf(rest.getFirst().json())).isEqualTo("provider_failed");
          assertThat(setting.gate.record().ending().outcome()).isEqualTo(Outcome.CUT);
        }
      }
    }
  }

  @Test
  void rw16ACutInsideACharacterIsTold() throws Exception {
    try (var setting = setting()) {
      Wire client = setting.asks(Talk.CHAT, true);
      Wire upstream = streaming(setting);
      upstream.chunk(Talk.CHAT.content("one"));
      client.until("one\"");
      byte[] next = Talk.CHAT.content("模").getBytes(UTF_8);
      int at = new String(next, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\u00e6");
      upstream.chunk(Arrays.copyOf(next, at + 2));
      upstream.endChunks();
      client.until("\r\n");
      List<Event> rest = Events.of(new String(client.chunks(), UTF_8));
      assertThat(rest).hasSize(1);
      assertThat(rest.getFirst().data()).contains("provider_failed");
    }
  }

  @Test
  void rw16ResponsesErrorsBearTheNextNumber() throws Exception {
    try (var setting = setting()) {
      Wire client = setting.asks(Talk.RESPONSES, true);
      Wire upstream = streaming(setting);
      upstream.chunk(
          "event: response.output_text.delta\n"
              + "data: {\"type\":\"response.output_text.delta\",\"delta\":\"x\",\"sequence_number\":41}\n\n");
      client.until("41}");
      upstream.reset();
      client.until("\r\n");
      Event error = Events.of(new String(client.chunks(), UTF_8)).getLast();
      assertThat(error.json().get("sequence_number").asInt()).isEqualTo(42);
    }
  }

  @Test
  void aBlankStreamGivesItsConnectionBack() throws Exception {
    String blank =
        "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    try (var setting = setting();
        Wire client = Wire.connect(setting.gate.port())) {
      byte[] ask = Gate.request(Talk.FEATURE.path, Talk.FEATURE.ask(true).getBytes(UTF_8));
      client.send(ask);
      Wire upstream = setting.asked();
      for (int i = 0; i < 5; i++) {
        upstream.send(
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
                + blank.length()
                + "\r\n\r\n"
                + blank);
        assertThat(Message.read(client).status()).isEqualTo(502);
        client.send(ask);
        upstream.message();
      }
      assertThat(setting.upstream.nobodyCame()).isTrue();
    }
  }

  @Test
  void aMediaTypeIsReadInAnyCase() throws Exception {
    try (var setting = setting()) {
      Wire client = setting.asks(Talk.CHAT, true);
      String stream = Talk.CHAT.content("x") + Talk.CHAT.end();
      setting
          .asked()
          .send(
              "HTTP/1.1 200 OK\r\ncontent-type: Text/Event-Stream; charset=UTF-8\r\n"
                  + "Content-Length: "
                  + stream.length()
                  + "\r\n\r\n"
                  + stream);
      assertThat(Message.read(client).text()).contains("[DONE]");
    }
  }

  @Test
  void rw19ToolCallsPassAsTheyCame() throws Exception {
    String[] calls = {
      "{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}",
      "{\"index\":0,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":null}}",
      "{\"function\":{\"arguments\":\"{\\\"x\"}}",
      "{\"index\":1,\"function\":{\"arguments\":\"\\\":1.50}\"}}",
    };
    String big =
        java.util.stream.IntStream.range(0, 2_000)
            .mapToObj(_ -> "{\"index\":0,\"function\":{\"arguments\":\"abc\"}}")
            .map(FramingCasesTest::toolCall)
            .collect(Collectors.joining());
    String stream =
        Arrays.stream(calls).map(FramingCasesTest::toolCall).collect(Collectors.joining())
            + big
            + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
            + "data: [DONE]\n\n";
    try (var setting = setting()) {
      Wire client = setting.asks(Talk.CHAT, true);
      setting.asked().send(StubProvider.stream(stream));
      assertThat(Message.read(client).text()).isEqualTo(stream);
      assertThat(setting.gate.record().ending().finish()).isEqualTo("tool_calls");
      Wire feature = setting.asks(Talk.FEATURE, true);
      setting.asked().send(StubProvider.stream(stream));
      List<Event> events = Events.of(Message.read(feature).text());
      assertThat(events).hasSize(1); // half a JSON is no text
      assertThat(events.getFirst().json().get("finish_reason").asString()).isEqualTo("tool_calls");
    }
  }

  private static String toolCall(String call) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[" + call + "]}}]}\n\n";
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void rw04PackedAnswersArriveUnpackedWithTheirUsage(Talk talk) throws Exception {
    try (var setting = setting()) {
      Wire whole = setting.asks(talk, false, "Accept-Encoding: gzip, br");
      byte[] packed = Packed.gzip(talk.whole("packed").getBytes(UTF_8));
      Wire upstream = setting.asked();
      upstream.send(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
              + "Content-Length: "
              + packed.length
              + "\r\nConnection: close\r\n\r\n");
      upstream.send(packed);
      Message answer = Message.read(whole);
      assertThat(answer.field("content-encoding")).isEmpty();
      assertThat(answer.json().toString()).contains("packed");
      assertThat(setting.gate.record().usage().output()).isEqualTo(7);

      Wire streamed = setting.asks(talk, true);
      Wire up = setting.asked();
      up.send(
          "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\n"
              + "Transfer-Encoding: chunked\r\n\r\n");
      var stream = new Packed.Stream();
      up.chunk(stream.next(String.join("", talk.preamble()) + talk.content("first")));
      streamed.until("first");
      up.chunk(stream.next(talk.content("second") + talk.end()));
      up.chunk(stream.end());
      up.endChunks();
      streamed.until(talk.lastWord());
      CallRecord record = setting.gate.record();
      assertThat(record.usage().input()).isEqualTo(11);
      assertThat(record.usage().output()).isEqualTo(7);
    }
  }

  @Test
  void rw04WhatWeCanNotUnpackIsAFailure() throws Exception {
    try (var setting = setting()) {
      Wire client = setting.asks(Talk.FEATURE_WITH_FALLBACK, false);
      setting.asked().send(StubProvider.whole(200, "????", "Content-Encoding: br"));
      assertThat(Message.read(client).text()).contains("Sorry, not now.");
      assertThat(setting.gate.record().ending().outcome()).isEqualTo(Outcome.DEGRADED);
    }
  }
}
