package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.NotFoundException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.CacheControlEphemeral;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.TextBlockParam;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.models.ModelInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Anthropic's own SDK, checking each answer against its types.
class AnthropicSdkTest extends SimulatorTest {
  private AnthropicClient client;

  @BeforeEach
  void open() {
    client = client("k");
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  private AnthropicClient client(String key) {
    return AnthropicOkHttpClient.builder()
        .baseUrl(simulator.anthropicBaseUrl())
        .apiKey(key)
        .maxRetries(0)
        .responseValidation(true)
        .build();
  }

  private static MessageCreateParams.Builder ask(String model) {
    return MessageCreateParams.builder()
        .model(model)
        .maxTokens(1000)
        .addUserMessage("What is a weir?");
  }

  private Message whole(MessageCreateParams.Builder asked) {
    return client.messages().create(asked.build()).validate();
  }

  private Message streamed(MessageCreateParams.Builder asked) {
    var gathered = MessageAccumulator.create();
    try (var stream = client.messages().createStreaming(asked.build())) {
      stream.stream().forEach(event -> gathered.accumulate(event.validate()));
    }
    return gathered.message();
  }

  @Test
  void aWholeMessageCountsItsWordsAsTokens() {
    var answer = whole(ask("sim-small"));
    String text = answer.content().getFirst().asText().text();
    assertThat(answer.usage().outputTokens()).isBetween(40L, 60L);
    assertThat(text.split(" ")).hasSize((int) answer.usage().outputTokens());
    assertThat(answer.usage().inputTokens()).isEqualTo(4);
    assertThat(answer.stopReason()).contains(StopReason.END_TURN);
  }

  @Test
  void aStreamSaysTheSameAsTheWhole() {
    var whole = whole(ask("sim-reasoner"));
    var answer = streamed(ask("sim-reasoner"));
    assertThat(answer.content()).hasSize(2);
    assertThat(answer.content().get(0).asThinking().thinking())
        .isEqualTo(whole.content().get(0).asThinking().thinking());
    assertThat(answer.content().get(0).asThinking().signature()).startsWith("c2ln");
    assertThat(answer.content().get(1).asText().text())
        .isEqualTo(whole.content().get(1).asText().text());
    assertThat(answer.usage().outputTokens()).isEqualTo(whole.usage().outputTokens());
    assertThat(answer.stopReason()).isEqualTo(whole.stopReason());
  }

  @Test
  void theCapEndsAMessageAndNoughtIsACap() {
    assertThat(whole(ask("sim-small").maxTokens(3)).usage().outputTokens()).isEqualTo(3);
    for (var answer :
        List.of(whole(ask("sim-small").maxTokens(0)), streamed(ask("sim-small").maxTokens(0)))) {
      assertThat(answer.content()).isEmpty();
      assertThat(answer.usage().outputTokens()).isZero();
      assertThat(answer.stopReason()).contains(StopReason.MAX_TOKENS);
    }
  }

  private static MessageCreateParams.Builder asksForTool() {
    var properties =
        Tool.InputSchema.Properties.builder()
            .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
            .build();
    var schema = Tool.InputSchema.builder().properties(properties).addRequired("city").build();
    return MessageCreateParams.builder()
        .model("sim-small")
        .maxTokens(1000)
        .addUserMessage("use the tool")
        .addTool(Tool.builder().name("weather").inputSchema(schema).build());
  }

  @Test
  void aToolIsCalledWithInputOfItsSchema() {
    for (var answer : List.of(whole(asksForTool()), streamed(asksForTool()))) {
      var call = answer.content().getFirst().asToolUse();
      assertThat(call.name()).isEqualTo("weather");
      assertThat(call._input().toString()).isEqualTo("{city=canal}");
      assertThat(answer.stopReason()).contains(StopReason.TOOL_USE);
    }
  }

  @Test
  void structuredOutputHasTheFormAskedFor() {
    var asked = ask("sim-small").outputConfig(OpenAiSdkTest.Gate.class).build();
    var gate = client.messages().create(asked).content().getFirst().asText().text();
    assertThat(gate.name).isEqualTo("canal");
  }

  @Test
  void whatIsMarkedForTheCacheIsWrittenThenRead() {
    var marked =
        TextBlockParam.builder()
            .text("r".repeat(400))
            .cacheControl(CacheControlEphemeral.builder().build())
            .build();
    var first = whole(ask("sim-small").systemOfTextBlockParams(List.of(marked))).usage();
    var second = whole(ask("sim-small").systemOfTextBlockParams(List.of(marked))).usage();
    assertThat(first.cacheCreationInputTokens()).hasValue(100L);
    assertThat(second.cacheReadInputTokens()).hasValue(100L);
    assertThat(second.inputTokens()).isEqualTo(4);
  }

  @Test
  void tokensAreCountedForNothing() {
    var asked = MessageCountTokensParams.builder().model("sim-small").system("Be brief.");
    var count = client.messages().countTokens(asked.addUserMessage("What is a weir?").build());
    assertThat(count.validate().inputTokens()).isEqualTo(6); // 24 bytes
    assertThat(simulator.meter().snapshot().billedNano()).isZero();
  }

  @Test
  void modelsAreListed() {
    assertThat(client.models().list().items()).extracting(ModelInfo::id).contains("sim-slow");
    assertThat(client.models().retrieve("sim-large").validate().id()).isEqualTo("sim-large");
  }

  @Test
  void errorsAreInTheVendorsShape() {
    assertThatThrownBy(() -> whole(ask("missing-model"))).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> whole(ask("x").putAdditionalBodyProperty("top_k", JsonValue.from(1))))
        .isInstanceOfSatisfying(
            BadRequestException.class,
            e -> {
              assertThat(e.body().toString()).contains("invalid_request_error");
              assertThat(e.headers().values("request-id")).hasSize(1);
            });
    var refused = client("bad");
    assertThatThrownBy(() -> refused.models().list()).isInstanceOf(UnauthorizedException.class);
    refused.close();
    simulator.faults(FaultPlan.named("out-of-credit"));
    assertThatThrownBy(() -> whole(ask("sim-small")))
        .isInstanceOfSatisfying(
            RateLimitException.class,
            e -> assertThat(e.body().toString()).contains("enforced_spend_limit_reached"));
  }
}
