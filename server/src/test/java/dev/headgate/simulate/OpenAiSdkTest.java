package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenAiSdkTest extends SimulatorTest {
  private OpenAIClient client;

  @BeforeEach
  void open() {
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(simulator.openAiBaseUrl())
            .apiKey("k")
            .maxRetries(0)
            .responseValidation(true)
            .build();
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  private static ChatCompletionCreateParams.Builder ask(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("What is a weir?");
  }

  @Test
  void aWholeAnswer() {
    var answer = client.chat().completions().create(ask("sim-small").build()).validate();
    String text = answer.choices().getFirst().message().content().orElseThrow();
    assertThat(answer.usage().orElseThrow().completionTokens()).isBetween(40L, 60L);
    assertThat(text.split(" ")).hasSize((int) answer.usage().get().completionTokens());
    assertThat(answer.usage().get().promptTokens()).isEqualTo(4); // 15 bytes
  }

  @Test
  void aStreamSaysTheSame() {
    var whole = client.chat().completions().create(ask("sim-small").build());
    var gathered = ChatCompletionAccumulator.create();
    var options = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    var asked = ask("sim-small").streamOptions(options).build();
    try (var stream = client.chat().completions().createStreaming(asked)) {
      stream.stream().forEach(chunk -> gathered.accumulate(chunk.validate()));
    }
    var answer = gathered.chatCompletion();
    assertThat(answer.choices().getFirst().message().content())
        .isEqualTo(whole.choices().getFirst().message().content());
    assertThat(answer.usage()).isEqualTo(whole.usage());
  }
}
