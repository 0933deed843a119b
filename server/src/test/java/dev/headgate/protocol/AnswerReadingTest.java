package dev.headgate.protocol;

import static dev.headgate.base.Step.BROKEN;
import static dev.headgate.base.Step.LAST;
import static dev.headgate.base.Step.MORE;
import static dev.headgate.protocol.Surface.CHAT;
import static dev.headgate.protocol.Surface.COUNT_TOKENS;
import static dev.headgate.protocol.Surface.EMBEDDINGS;
import static dev.headgate.protocol.Surface.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerReadingTest {
  private static final String CHAT_ANSWER =
      "{\"choices\":[{\"message\":{\"content\":\"caf\u00e9 \\\"\\\\ \ud83d\ude00\"},\"finish_reason\":"
          + "\"length\"}],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}";

  private static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void readsTheSameHoweverTheBodyIsCut(long seed) {
    var seen = Watched.cut(CHAT, CHAT_ANSWER, seed);
    assertThat(seen.last()).isEqualTo(LAST);
    assertThat(seen.steps().subList(0, seen.steps().size() - 1)).containsOnly(MORE);
    assertThat(seen.reading().finish()).contains(Finish.LENGTH);
    assertThat(seen.reading().usage()).isEqualTo(Usage.ofText(9, 0, 0, 5, 0, Source.PROVIDER));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void longStringsAreNeitherGatheredNorInTheWay(long seed) {
    String image = "\u20ac\\u20ac\\\"\ud83d\ude00\\\\x".repeat(3_000);
    String body = CHAT_ANSWER.replace("\"usage\"", "\"x\":\"" + image + "\",\"usage\"");
    var seen = Watched.cut(CHAT, body, seed);
    assertThat(seen.last()).isEqualTo(LAST);
    assertThat(seen.reading().usage().output()).isEqualTo(5);
  }

  @Test
  void nestingIsCountedAndBounded() {
    String deep = "{\"x\":" + "[".repeat(900) + "]".repeat(900) + "," + CHAT_ANSWER.substring(1);
    assertThat(Watched.whole(CHAT, deep).last()).isEqualTo(LAST);
    assertThat(Watched.whole(CHAT, "[".repeat(1_000_000)).last()).isEqualTo(BROKEN);
    assertThat(Watched.stream(CHAT, "data: " + "[".repeat(1_000_000) + "\n\n").last())
        .isEqualTo(BROKEN);
  }

  @Test
  void embeddingsAreReadForTheirUsage() {
    String body =
        "{\"object\":\"list\",\"data\":[{\"embedding\":\""
            + "A".repeat(50_000)
            + "\"},{\"embedding\":[0.5,-1e-3,NaN]}],\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}";
    var seen = Watched.whole(EMBEDDINGS, body);
    assertThat(seen.steps()).containsExactly(MORE, LAST);
    assertThat(seen.reading().usage()).isEqualTo(Usage.ofText(8, 0, 0, 0, 0, Source.PROVIDER));
    assertThat(seen.reading().isEmpty()).isFalse();
    assertThat(Watched.whole(EMBEDDINGS, "{\"data\":null}").last()).isEqualTo(BROKEN);
    assertThat(Watched.whole(EMBEDDINGS, "{\"data\":[],\"error\":{}}").last()).isEqualTo(BROKEN);
  }

  @Test
  void askingForAStreamSaysNothingWhereThereIsNone() {
    var seen = Watched.answer(EMBEDDINGS, true, 200, "application/json", "{\"data\":[]}");
    assertThat(seen.last()).isEqualTo(LAST);
  }

  @Test
  void aCountOfTokensIsNoUsage() {
    var seen = Watched.whole(COUNT_TOKENS, "{\"input_tokens\":2095}");
    assertThat(seen.last()).isEqualTo(LAST);
    assertThat(seen.reading().usage()).isEqualTo(Usage.NONE);
    assertThat(seen.reading().isEmpty()).isFalse();
    assertThat(Watched.whole(COUNT_TOKENS, "{\"input_tokens\":\"1\"}").last()).isEqualTo(BROKEN);
  }

  @ParameterizedTest
  @EnumSource(names = "FEATURES", mode = EnumSource.Mode.EXCLUDE)
  void anErrorStatusIsCompleteWhateverItsBodySays(Surface surface) {
    for (String body :
        new String[] {"", "{}", "<html>", "{\"error\":", "null", "\u0000", "[[1]]"}) {
      var seen = Watched.failed(surface, 500, body);
      assertThat(seen.last()).isEqualTo(LAST);
      assertThat(seen.reading().usage()).isEqualTo(Usage.NONE);
      assertThat(seen.reading().isEmpty()).isTrue();
      assertThat(seen.reading().finish()).isEmpty();
    }
    assertThat(Watched.failed(surface, 500, "<html>").reading().error()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        "{'error':{'message':'m','type':'t','param':null,'code':'c'}}|t|c|m",
        "{'error':{'message':'m','type':'t','code':null}}|t|-|m",
        "{'error':{'message':'m','code':404}}|-|404|m",
        "{'error':'model not found'}|-|-|model not found",
        "[{'error':{'code':400,'message':'m','status':'INVALID_ARGUMENT'}}]|-|400|m",
        "{'type':'error','error':{'type':'t','message':'m','details':{'error_code':'c'}},'request_id':'r'}|t|c|m",
        "{'type':'error','error':{'type':'t','message':'m','details':null}}|t|-|m",
      })
  void anErrorIsReadInEitherVendorsShape(String body, String type, String code, String message) {
    for (Surface surface : new Surface[] {CHAT, MESSAGES}) {
      var seen = Watched.failed(surface, 429, body.replace('\'', '"'));
      assertThat(seen.reading().error()).contains(new VendorError(type, code, message));
      var streamed =
          Watched.answer(surface, true, 429, "application/json", body.replace('\'', '"'));
      assertThat(streamed.last()).isEqualTo(LAST);
      assertThat(streamed.reading().error()).isEqualTo(seen.reading().error());
    }
  }

  @Test
  void anErrorsTextIsBounded() {
    String body = "{\"error\":{\"message\":\"" + "m".repeat(1_000_000) + "\",\"code\":\"c\"}}";
    VendorError error = Watched.failed(CHAT, 400, body).reading().error().orElseThrow();
    assertThat(error.message()).hasSize(4_096);
    assertThat(error.code()).isEqualTo("c");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 304, 307})
  void aRedirectIsNoAnswer(int status) {
    assertThat(Watched.failed(CHAT, status, "").last()).isEqualTo(BROKEN);
    assertThat(Watched.failed(CHAT, status, CHAT_ANSWER).last()).isEqualTo(BROKEN);
  }

  @Test
  void noContentIsNoAnswer() {
    assertThat(Watched.failed(CHAT, 204, "").last()).isEqualTo(BROKEN);
    assertThat(Watched.answer(CHAT, true, 204, "text/event-stream").last()).isEqualTo(BROKEN);
  }

  @Test
  void aBodyOfTheOtherKindIsBrokenButMayBeAnError() {
    String done = "data: [DONE]\n\n";
    assertThat(Watched.answer(CHAT, false, 200, "text/event-stream", done).last())
        .isEqualTo(BROKEN);
    assertThat(Watched.answer(CHAT, true, 200, "application/json", CHAT_ANSWER).last())
        .isEqualTo(BROKEN);
    assertThat(Watched.answer(CHAT, true, 200, "text/html", "<html>").last()).isEqualTo(BROKEN);
    var error = Watched.answer(CHAT, true, 200, "application/json", "{\"error\":{\"code\":1}}");
    assertThat(error.steps()).containsExactly(MORE, BROKEN);
    assertThat(error.reading().error()).contains(new VendorError(null, "1", null));
    String endless = "[" + "1,".repeat(40_000);
    assertThat(Watched.answer(CHAT, true, 200, "application/json", endless).steps())
        .containsExactly(BROKEN);
  }
}
