package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseStreamEvent;
import dev.headgate.base.Step;
import dev.headgate.base.Usage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CannedTest {
  private static final String TEXT = "Sorry, \"later\".\n caf\u00e9 \ud83d\ude00 \u2028 \u0001";
  private static final Facts FACTS =
      new Facts("019ab8a2-8a00-7123-8456-0123456789ab", "reply", "control", "fast", "canned");

  private static String whole(Surface surface) {
    return new String(Canned.answer(surface, false, false, TEXT, FACTS), UTF_8);
  }

  private static List<String> events(Surface surface, boolean usage) {
    String all = new String(Canned.answer(surface, true, usage, TEXT, FACTS), UTF_8);
    assertThat(all).endsWith("\n\n");
    var events = new ArrayList<String>();
    for (String event : all.split("\n\n")) {
      events.add(event + "\n\n");
    }
    return events;
  }

  private static String data(String event) {
    return event.substring(event.indexOf("data: ") + 6).strip();
  }

  private static <T> T openAi(String json, Class<T> type) throws Exception {
    return com.openai.core.ObjectMappers.jsonMapper().readValue(json, type);
  }

  private static <T> T anthropic(String json, Class<T> type) throws Exception {
    return com.anthropic.core.ObjectMappers.jsonMapper().readValue(json, type);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES"})
  void isACompleteAnswerThatCostsNothing(Surface surface) {
    List<Watched> both =
        List.of(
            Watched.whole(surface, whole(surface)),
            Watched.stream(surface, events(surface, true).toArray(String[]::new)));
    for (Watched seen : both) {
      assertThat(seen.last()).isEqualTo(Step.LAST);
      assertThat(seen.reading().finish()).contains(Finish.STOP);
      assertThat(seen.reading().isEmpty()).isFalse();
      assertThat(seen.reading().usage())
          .isEqualTo(Usage.ofText(0, 0, 0, 0, 0, Usage.Source.PROVIDER));
    }
    assertThat(both.get(1).steps()).containsOnlyOnce(Step.CONTENT);
  }

  @Test
  void theOpenAiSdkReadsAChat() throws Exception {
    ChatCompletion chat = openAi(whole(Surface.CHAT), ChatCompletion.class).validate();
    assertThat(chat.id()).isEqualTo("chatcmpl-019ab8a28a00712384560123456789ab");
    assertThat(chat.created()).isEqualTo(0x019ab8a28a00L / 1000);
    assertThat(chat.choices().getFirst().message().content()).contains(TEXT);
    assertThat(chat.usage().orElseThrow().totalTokens()).isZero();
  }

  @Test
  void theOpenAiSdkReadsAChatStream() throws Exception {
    var sum = ChatCompletionAccumulator.create();
    List<String> events = events(Surface.CHAT, true);
    assertThat(events.removeLast()).isEqualTo("data: [DONE]\n\n");
    for (String event : events) {
      sum.accumulate(openAi(data(event), ChatCompletionChunk.class).validate());
    }
    ChatCompletion chat = sum.chatCompletion().validate();
    assertThat(chat.choices().getFirst().message().content()).contains(TEXT);
    assertThat(chat.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(chat.usage()).isPresent();
  }

  @Test
  void aChatStreamHoldsUsageOnlyForWhoAskedForIt() {
    assertThat(String.join("", events(Surface.CHAT, false))).doesNotContain("usage");
    assertThat(events(Surface.CHAT, true))
        .hasSize(5)
        .filteredOn(event -> event.contains("\"usage\":null"))
        .hasSize(3);
  }

  @Test
  void theOpenAiSdkReadsAResponse() throws Exception {
    Response response = openAi(whole(Surface.RESPONSES), Response.class).validate();
    assertThat(response.status()).contains(com.openai.models.responses.ResponseStatus.COMPLETED);
    assertThat(text(response)).isEqualTo(TEXT);
  }

  @Test
  void theOpenAiSdkReadsAResponseStream() throws Exception {
    var sum = ResponseAccumulator.create();
    int number = 0;
    for (String event : events(Surface.RESPONSES, false)) {
      assertThat(data(event)).contains("\"sequence_number\":" + number++ + ",");
      assertThat(data(event))
          .startsWith("{\"type\":\"" + event.lines().findFirst().orElseThrow().substring(7));
      sum.accumulate(openAi(data(event), ResponseStreamEvent.class).validate());
    }
    assertThat(text(sum.response().validate())).isEqualTo(TEXT);
  }

  private static String text(Response response) {
    var content = response.output().getFirst().asMessage().content();
    return content.getFirst().asOutputText().text();
  }

  @Test
  void theAnthropicSdkReadsAMessage() throws Exception {
    Message message = anthropic(whole(Surface.MESSAGES), Message.class).validate();
    assertThat(message.id()).isEqualTo("msg_019ab8a28a00712384560123456789ab");
    assertThat(message.content().getFirst().asText().text()).isEqualTo(TEXT);
  }

  @Test
  void theAnthropicSdkReadsAMessageStream() throws Exception {
    var sum = MessageAccumulator.create();
    for (String event : events(Surface.MESSAGES, false)) {
      sum.accumulate(anthropic(data(event), RawMessageStreamEvent.class).validate());
    }
    Message message = sum.message().validate();
    assertThat(message.content().getFirst().asText().text()).isEqualTo(TEXT);
    assertThat(message.stopReason()).contains(com.anthropic.models.messages.StopReason.END_TURN);
  }

  @Test
  void aFeatureAnswersInItsOwnShape() {
    String end =
        "\"finish_reason\":\"stop\",\"usage\":{\"input_tokens\":0,\"output_tokens\":0,"
            + "\"cache_read_tokens\":0,\"cache_write_tokens\":0,\"reasoning_tokens\":0},"
            + "\"fallback\":\"canned\"}";
    String about =
        "{\"id\":\"019ab8a2-8a00-7123-8456-0123456789ab\",\"feature\":\"reply\",\"variant\":"
            + "\"control\",\"model\":\"fast\",";
    String text = "\"text\":\"Sorry, \\\"later\\\".\\n caf\u00e9 \ud83d\ude00 \u2028 \\u0001\"";
    assertThat(whole(Surface.FEATURES)).isEqualTo(about + text + "," + end);
    assertThat(events(Surface.FEATURES, false))
        .containsExactly(
            "event: text\ndata: {" + text + "}\n\n", "event: end\ndata: " + about + end + "\n\n");
  }

  @ParameterizedTest
  @EnumSource(names = {"EMBEDDINGS", "COUNT_TOKENS"})
  void thereIsNoneWhereNoTextIsExpected(Surface surface) {
    assertThatThrownBy(() -> whole(surface)).isInstanceOf(IllegalArgumentException.class);
  }
}
