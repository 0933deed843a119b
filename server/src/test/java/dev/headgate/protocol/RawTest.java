package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Decision;
import dev.headgate.base.Field;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RawTest {
  private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

  static Decision<Ask> ask(Surface surface, String json) {
    return Ask.read(surface, new Request("POST", "/", List.<Field>of(), json.getBytes(UTF_8)));
  }

  private static String sent(Surface surface, String json, int cap) {
    return switch (ask(surface, json)) {
      case Decision.Yes<Ask>(Ask ask) ->
          new String(new Raw(ask).bytesFor(Dialect.OPENAI, "up", cap), UTF_8);
      case Decision.No<Ask>(Refusal refusal) -> refusal.code() + " " + refusal.param();
    };
  }

  private static String chat(String json) {
    return sent(Surface.CHAT, json, CallBody.UNCAPPED);
  }

  @Test
  void onlyTheModelIsExchanged() {
    assertThat(chat("{ \"x\" : 1.50,\"model\"\t:\"a/b\" ,\"x\":1e3, " + MESSAGES + "}\n"))
        .isEqualTo("{ \"x\" : 1.50,\"model\"\t:\"up\" ,\"x\":1e3, " + MESSAGES + "}\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"headgate\":{},\"model\":\"m\",M} | {\"model\":\"up\",M}",
        "{\"model\":\"m\" , \"headgate\":{\"inputs\":{}} ,M} | {\"model\":\"up\" ,M}",
        "{\"model\":\"m\",M, \"headgate\":null } | {\"model\":\"up\",M }",
        "{ \"headgate\":{} , \"model\":\"m\",M} | { \"model\":\"up\",M}"
      })
  void ourOwnMemberGoesWithOneComma(String asked, String sent) {
    assertThat(chat(asked.replace("M", MESSAGES))).isEqualTo(sent.replace("M", MESSAGES));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"stream\":true | \"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "\"stream\":true,\"stream_options\":null | \"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "\"stream\":true,\"stream_options\":{ } | \"stream\":true,\"stream_options\":{ \"include_usage\":true}",
        "\"stream\":true,\"stream_options\":{\"a\":1} | \"stream\":true,\"stream_options\":{\"a\":1,\"include_usage\":true}",
        "\"stream\":true,\"stream_options\":{\"include_usage\":false} | \"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "\"stream\":true,\"stream_options\":{\"include_usage\":null} | \"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "\"stream\":true,\"stream_options\":{\"include_usage\":true} | \"stream\":true,\"stream_options\":{\"include_usage\":true}",
        "\"stream\":false | \"stream\":false",
        "\"stream\":null | \"stream\":null"
      })
  void aChatStreamIsAskedForItsUsage(String asked, String sent) {
    assertThat(chat("{\"model\":\"m\"," + MESSAGES + "," + asked + "}"))
        .isEqualTo("{\"model\":\"up\"," + MESSAGES + "," + sent + "}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "\"max_tokens\":500 | \"max_tokens\":400",
        "\"max_tokens\":5e2 | \"max_tokens\":400",
        "\"max_tokens\":300 | \"max_tokens\":300",
        "\"max_tokens\":null | \"max_tokens\":null,\"max_completion_tokens\":400",
        "\"max_completion_tokens\":null | \"max_completion_tokens\":400",
        "\"max_tokens\":null,\"max_completion_tokens\":900 | \"max_tokens\":null,\"max_completion_tokens\":400",
        "\"max_tokens\":1000,\"max_completion_tokens\":900 | \"max_tokens\":400,\"max_completion_tokens\":400",
        "\"seed\":1 | \"seed\":1,\"max_completion_tokens\":400"
      })
  void aCapIsLoweredInItsPlaceOrAdded(String asked, String sent) {
    assertThat(sent(Surface.CHAT, "{\"model\":\"m\"," + MESSAGES + "," + asked + "}", 400))
        .isEqualTo("{\"model\":\"up\"," + MESSAGES + "," + sent + "}");
  }

  @Test
  void aServerThatMayKnowOnlyTheOlderCapIsSentThatOneToo() {
    String json = "{\"model\":\"m\"," + MESSAGES + ",\"max_completion_tokens\":%s}";
    for (String asked : new String[] {"5", "9000"}) {
      String sent =
          switch (ask(Surface.CHAT, json.formatted(asked))) {
            case Decision.Yes<Ask>(Ask ask) ->
                new String(new Raw(ask).bytesFor(Dialect.COMPATIBLE, "m", 400), UTF_8);
            case Decision.No<Ask>(Refusal refusal) -> refusal.code().text();
          };
      String least = asked.equals("5") ? "5" : "400";
      assertThat(sent).endsWith(":" + least + ",\"max_tokens\":" + least + "}");
    }
  }

  @Test
  void aThinkingBudgetIsLoweredBelowALoweredCap() {
    String json = "{\"model\":\"m\",%s,\"max_tokens\":%d,\"thinking\":{\"budget_tokens\":%d}}";
    assertThat(sent(Surface.MESSAGES, json.formatted(MESSAGES, 9000, 8000), 4000))
        .isEqualTo(json.formatted(MESSAGES, 4000, 3999).replace("\"m\"", "\"up\""));
    assertThat(sent(Surface.MESSAGES, json.formatted(MESSAGES, 3000, 8000), 4000))
        .isEqualTo(json.formatted(MESSAGES, 3000, 8000).replace("\"m\"", "\"up\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"model", "stream", "max_tokens", "headgate", "stream_options", "user"})
  void aMemberThatWeReadMustNotStandTwice(String name) {
    String twice = "\"" + name + "\":null,\"" + name + "\":null";
    assertThat(chat("{" + twice + "," + MESSAGES + "}"))
        .isEqualTo(Code.DUPLICATE_MEMBER + " " + name);
  }

  @Test
  void anEscapedNameIsTheSameName() {
    assertThat(chat("{\"mod\\u0065l\":\"m\"," + MESSAGES + "}"))
        .isEqualTo("{\"mod\\u0065l\":\"up\"," + MESSAGES + "}");
    assertThat(chat("{\"mod\\u0065l\":\"m\",\"model\":\"n\"," + MESSAGES + "}"))
        .isEqualTo(Code.DUPLICATE_MEMBER + " model");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"max_tokens\":-1",
        "\"max_tokens\":1.5",
        "\"max_tokens\":\"100\"",
        "\"max_tokens\":true",
        "\"max_tokens\":1e400",
        "\"max_tokens\":1e999999999",
        "\"max_tokens\":99999999999999999999"
      })
  void aCapMustBeAWholeNumber(String cap) {
    assertThat(chat("{\"model\":\"m\"," + MESSAGES + "," + cap + "}"))
        .isEqualTo(Code.INVALID_REQUEST + " max_tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "{\"messages\":[]} | model",
        "{\"model\":7,\"messages\":[]} | model",
        "{\"model\":\" \",\"messages\":[]} | model",
        "{\"model\":\"m\"} | messages",
        "{\"model\":\"m\",\"messages\":\"hi\"} | messages",
        "{\"model\":\"m\",\"messages\":[],\"stream\":\"yes\"} | stream",
        "{\"model\":\"m\",\"messages\":[],\"headgate\":[]} | headgate",
        "{\"model\":\"m\",\"messages\":[],\"headgate\":{\"input\":{}}} | headgate.input"
      })
  void whatIsReadMustBeOfItsType(String json, String param) {
    assertThat(chat(json)).isEqualTo(Code.INVALID_REQUEST + " " + param);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[]",
        "7",
        "{",
        "{}x",
        "{} {}",
        "{\"model\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{'a':1}",
        "{\"a\":01}",
        "\uFEFF{}",
        "{\"a\":\"\u0001\"}",
        "{\u0000}"
      })
  void whatIsNotOneObjectIsRefused(String json) {
    assertThat(chat(json)).startsWith(Code.INVALID_JSON.toString());
  }

  @Test
  void invalidUtf8IsRefused() {
    for (int[] bad : new int[][] {{0xff}, {0xc3, 0x28}, {0xe2, 0x82}, {0xc0, 0x80}}) {
      byte[] json = "{\"model\":\"m\",\"messages\":[],\"x\":\"????\"}".getBytes(UTF_8);
      int at = new String(json, UTF_8).indexOf("????");
      for (int i = 0; i < bad.length; i++) {
        json[at + i] = (byte) bad[i];
      }
      var request = new Request("POST", "/", List.<Field>of(), json);
      assertThat(Ask.read(Surface.CHAT, request)).isInstanceOf(Decision.No.class);
    }
  }

  @Test
  void deepNestingIsRefusedWithoutRecursion() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    assertThat(chat("{\"model\":\"m\",\"x\":" + deep + "," + MESSAGES + "}"))
        .startsWith(Code.INVALID_JSON.toString());
  }
}
