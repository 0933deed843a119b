package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AnthropicSdkTest extends SimulatorTest {
  private AnthropicClient client;

  @BeforeEach
  void open() {
    client =
        AnthropicOkHttpClient.builder()
            .baseUrl(simulator.anthropicBaseUrl())
            .apiKey("k")
            .maxRetries(0)
            .responseValidation(true)
            .build();
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  private static MessageCreateParams.Builder ask(String model) {
    return MessageCreateParams.builder()
        .model(model)
        .maxTokens(1000)
        .addUserMessage("What is a weir?");
  }

  @Test
  void aWholeAnswer() {
    var answer = client.messages().create(ask("sim-small").build()).validate();
    String text = answer.content().getFirst().asText().text();
    assertThat(answer.usage().outputTokens()).isBetween(40L, 60L);
    assertThat(text.split(" ")).hasSize((int) answer.usage().outputTokens());
    assertThat(answer.usage().inputTokens()).isEqualTo(4);
    assertThat(answer.stopReason()).contains(StopReason.END_TURN);
  }

  @Test
  void aStreamSaysTheSame() {
    var whole = client.messages().create(ask("sim-reasoner").build());
    var gathered = MessageAccumulator.create();
    try (var stream = client.messages().createStreaming(ask("sim-reasoner").build())) {
      stream.stream().forEach(event -> gathered.accumulate(event.validate()));
    }
    var answer = gathered.message();
    assertThat(answer.content()).hasSize(2);
    assertThat(answer.content().get(0).asThinking().thinking())
        .isEqualTo(whole.content().get(0).asThinking().thinking());
    assertThat(answer.content().get(1).asText().text())
        .isEqualTo(whole.content().get(1).asText().text());
    assertThat(answer.usage().outputTokens()).isEqualTo(whole.usage().outputTokens());
  }
}
