package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NeutralTest {
  private static final Facts FACTS = new Facts("id-1", "reply", "control", "openai/x", null);
  private static final String ABOUT =
      "{'id':'id-1','feature':'reply','variant':'control','model':'openai/x',";
  private static final String NO_USAGE = "'usage':null,'fallback':null}";
  private static final String USAGE =
      "'usage':{'input_tokens':9,'output_tokens':5,'cache_read_tokens':4,'cache_write_tokens':0,"
          + "'reasoning_tokens':0},'fallback':null}";

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private static String data(String json) {
    return "data: " + json(json) + "\n\n";
  }

  private static String whole(Surface served, String body) {
    Watched seen = Watched.whole(served, json(body));
    assertThat(seen.last()).isEqualTo(Step.LAST);
    return Watched.rendered(Neutral.rendering(served, false, seen.reading(), FACTS), json(body));
  }

  private static String stream(Surface served, String... events) {
    Watched seen = Watched.stream(served, events);
    return Watched.rendered(Neutral.rendering(served, true, seen.reading(), FACTS), events);
  }

  @Test
  void aChatBecomesTheNeutralAnswer() {
    String body =
        "{'choices':[{'index':0,'message':{'content':'Hi \\u20ac'},'finish_reason':'stop'}],'usage':"
            + "{'prompt_tokens':9,'completion_tokens':5,'prompt_tokens_details':{'cached_tokens':4}}}";
    assertThat(whole(Surface.CHAT, body))
        .isEqualTo(json(ABOUT + "'text':'Hi \u20ac','finish_reason':'stop'," + USAGE));
  }

  @Test
  void aMessageBecomesTheNeutralAnswer() {
    String body =
        "{'content':[{'type':'thinking','thinking':'hm'},{'type':'text','text':'A'},{'type':"
            + "'tool_use','name':'f','input':{'text':'x'}},{'type':'text','text':'B'}],"
            + "'stop_reason':'tool_use','usage':{'input_tokens':5,'cache_read_input_tokens':4,"
            + "'output_tokens':5}}";
    assertThat(whole(Surface.MESSAGES, body))
        .isEqualTo(json(ABOUT + "'text':'AB','finish_reason':'tool_calls'," + USAGE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'content':null,'tool_calls':[{'function':{'name':'f','arguments':'{}'}}]}|tool_calls||tool_calls",
        "{'content':null,'refusal':'no'}|stop|no|content_filter",
        "{'content':null,'reasoning_content':'hm'}|length||length",
        "{'content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}|stop|ab|stop",
        "{'content':'a','reasoning':'hm'}|stop|a|stop",
      })
  void textIsAlwaysAString(String message, String reason, String text, String finish) {
    String body = "{'choices':[{'message':" + message + ",'finish_reason':'" + reason + "'}]}";
    String expected = text == null ? "" : text;
    assertThat(whole(Surface.CHAT, body))
        .isEqualTo(
            json(ABOUT + "'text':'" + expected + "','finish_reason':'" + finish + "'," + NO_USAGE));
    String delta = data("{'choices':[{'delta':" + message + ",'finish_reason':'" + reason + "'}]}");
    String said = expected.isEmpty() ? "" : "event: text\n" + data("{'text':'" + text + "'}");
    assertThat(stream(Surface.CHAT, delta, "data: [DONE]\n\n"))
        .isEqualTo(
            said + "event: end\n" + data(ABOUT + "'finish_reason':'" + finish + "'," + NO_USAGE));
  }

  @Test
  void onlyTheFirstChoiceCounts() {
    String second = "{'index':1,'message':{'content':'two'}}";
    String first = "{'message':{'content':'one'},'index':0,'finish_reason':'stop'}";
    String late = "{'message':{'content':'three'},'index':2}";
    assertThat(whole(Surface.CHAT, "{'choices':[" + second + "," + first + "," + late + "]}"))
        .contains(json("'text':'one'"));
    String unnumbered = "{'message':{'content':'one'}}";
    assertThat(whole(Surface.CHAT, "{'choices':[" + second + "," + unnumbered + "]}"))
        .contains(json("'text':'one'"));
    assertThat(
            stream(
                Surface.CHAT,
                data("{'choices':[{'index':1,'delta':{'content':'two'}}]}"),
                data("{'choices':[{'delta':{'content':'one'},'index':0}]}")))
        .startsWith("event: text\ndata: {\"text\":\"one\"}\n\nevent: end\n");
  }

  @Test
  void aStreamsTextComesAsItComesAndTheRestAtItsEnd() {
    assertThat(
            stream(
                Surface.MESSAGES,
                "event: message_start\n"
                    + data(
                        "{'type':'message_start','message':{'content':[],'usage':{'input_tokens':5,"
                            + "'cache_read_input_tokens':4,'output_tokens':1}}}"),
                "event: ping\n" + data("{'type':'ping'}"),
                data("{'type':'content_block_start','content_block':{'type':'text','text':''}}"),
                data(
                    "{'type':'content_block_delta','delta':{'type':'thinking_delta','thinking':'h'}}"),
                data("{'type':'content_block_delta','delta':{'type':'text_delta','text':'A\\n'}}"),
                ": comment\n\n",
                data("{'type':'content_block_delta','delta':{'type':'text_delta','text':'B'}}"),
                data(
                    "{'type':'message_delta','delta':{'stop_reason':'end_turn'},'usage':"
                        + "{'output_tokens':5}}"),
                data("{'type':'message_stop'}")))
        .isEqualTo(
            "event: text\n"
                + data("{'text':'A\\n'}")
                + "event: text\n"
                + data("{'text':'B'}")
                + "event: end\n"
                + data(ABOUT + "'finish_reason':'stop'," + USAGE));
  }

  private static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void theTextIsWholeHoweverTheBodyIsCut(long seed) {
    String text = "caf\u00e9 \\\" \ud83d\ude00 \\\\".repeat(2_000);
    byte[] body = json("{'choices':[{'message':{'content':'" + text + "'}}]}").getBytes(UTF_8);
    Reading reading = Readings.of(Surface.CHAT, false, 0);
    Tap rendering = Neutral.rendering(Surface.CHAT, false, reading, FACTS);
    var out = new Out();
    int from = 0;
    reading.take(body, 0, body.length, new Out());
    for (int to : Watched.cuts(body.length, seed)) {
      assertThat(rendering.take(body, from, to, out)).isEqualTo(Step.MORE);
      from = to;
    }
    assertThat(out.size()).isZero();
    assertThat(rendering.end(out)).isEqualTo(Step.LAST);
    assertThat(new String(out.takeAllBut(0), UTF_8)).contains(json("'text':'" + text + "'"));
  }

  @Test
  void aTextOfMoreThan8MbIsBroken() {
    Tap rendering =
        Neutral.rendering(Surface.CHAT, false, Readings.of(Surface.CHAT, false, 0), FACTS);
    var out = new Out();
    Step step = feed(rendering, json("{'choices':[{'message':{'content':'"), out);
    byte[] part = "x".repeat(1 << 20).getBytes(UTF_8);
    for (int i = 0; i < 9; i++) {
      step = rendering.take(part, 0, part.length, out);
    }
    assertThat(step).isEqualTo(Step.MORE);
    assertThat(feed(rendering, json("'}}]}"), out)).isEqualTo(Step.BROKEN);
    assertThat(rendering.end(out)).isEqualTo(Step.BROKEN);
    assertThat(out.size()).isZero();
  }

  private static Step feed(Tap tap, String text, Out out) {
    byte[] bytes = text.getBytes(UTF_8);
    return tap.take(bytes, 0, bytes.length, out);
  }

  @Test
  void halfACharacterHarmsNobody() {
    assertThat(
            stream(
                Surface.CHAT,
                data("{'choices':[{'delta':{'content':'\\ud83d'}}]}"),
                data("{'choices':[{'delta':{'content':'\\ude00'}}]}")))
        .startsWith(
            "event: text\ndata: {\"text\":\"\\uD83D\"}\n\nevent: text\ndata: {\"text\":\"\\uDE00\"}\n\n");
  }
}
