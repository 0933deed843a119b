package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// OpenAI's own SDK, checking each answer against its types: chat, embeddings, models, errors.
class OpenAiSdkTest extends SimulatorTest {
  private OpenAIClient client;

  @BeforeEach
  void open() {
    client = client("k");
  }

  @AfterEach
  void closeClient() {
    client.close();
  }

  private OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(simulator.openAiBaseUrl())
        .apiKey(key)
        .maxRetries(0)
        .responseValidation(true)
        .build();
  }

  private static ChatCompletionCreateParams.Builder ask(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("What is a weir?");
  }

  private ChatCompletion whole(ChatCompletionCreateParams.Builder asked) {
    return client.chat().completions().create(asked.build()).validate();
  }

  private ChatCompletion streamed(ChatCompletionCreateParams.Builder asked) {
    var gathered = ChatCompletionAccumulator.create();
    var options = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    var params = asked.streamOptions(options).build();
    try (var stream = client.chat().completions().createStreaming(params)) {
      stream.stream().forEach(chunk -> gathered.accumulate(chunk.validate()));
    }
    return gathered.chatCompletion();
  }

  private static String text(ChatCompletion answer, int choice) {
    return answer.choices().get(choice).message().content().orElseThrow();
  }

  @Test
  void aWholeAnswerCountsItsWordsAsTokens() {
    var answer = whole(ask("sim-small"));
    long output = answer.usage().orElseThrow().completionTokens();
    assertThat(output).isBetween(40L, 60L);
    assertThat(text(answer, 0).split(" ")).hasSize((int) output);
    assertThat(answer.usage().get().promptTokens()).isEqualTo(4); // 15 bytes
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
  }

  @Test
  void aStreamSaysTheSameAsTheWhole() {
    var whole = whole(ask("sim-small").n(2));
    var streamed = streamed(ask("sim-small").n(2));
    assertThat(text(streamed, 0)).isEqualTo(text(whole, 0)).isNotEqualTo(text(whole, 1));
    assertThat(text(streamed, 1)).isEqualTo(text(whole, 1));
    assertThat(streamed.usage()).isEqualTo(whole.usage());
  }

  @Test
  void withoutIncludeUsageAStreamHasNone() {
    try (var stream = client.chat().completions().createStreaming(ask("sim-small").build())) {
      assertThat(stream.stream())
          .allSatisfy(chunk -> {
            assertThat(chunk._usage().isMissing()).isTrue();
            assertThat(chunk.choices()).hasSize(1);
          });
    }
  }

  @Test
  @SuppressWarnings("deprecation") // older clients still send it
  void theCapEndsAnAnswerByItsLength() {
    for (var asked : List.of(ask("sim-small").maxTokens(7), ask("x").maxCompletionTokens(7))) {
      var answer = whole(asked);
      assertThat(text(answer, 0).split(" ")).hasSize(7);
      assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(7);
      assertThat(answer.choices().getFirst().finishReason())
          .isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
    }
  }

  @Test
  void reasoningIsCountedInsideTheOutput() {
    var usage = whole(ask("sim-reasoner")).usage().orElseThrow();
    long reasoning = usage.completionTokensDetails().orElseThrow().reasoningTokens().orElseThrow();
    assertThat(reasoning).isBetween(20L, 30L);
    assertThat(usage.completionTokens()).isBetween(reasoning + 40, reasoning + 60);
  }

  private static ChatCompletionCreateParams.Builder asksForTool() {
    var city = Map.of("type", "string");
    var days = Map.of("type", "integer");
    var parameters =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty("properties", JsonValue.from(Map.of("city", city, "days", days)))
            .putAdditionalProperty("required", JsonValue.from(List.of("city", "days")))
            .build();
    var weather = FunctionDefinition.builder().name("weather").parameters(parameters).build();
    return ChatCompletionCreateParams.builder()
        .model("sim-small")
        .addUserMessage("Please use the tool.")
        .addFunctionTool(weather);
  }

  @Test
  void aToolIsCalledWithArgumentsOfItsSchema() {
    for (var answer : List.of(whole(asksForTool()), streamed(asksForTool()))) {
      var choice = answer.choices().getFirst();
      var call = choice.message().toolCalls().orElseThrow().getFirst().asFunction();
      assertThat(call.function().name()).isEqualTo("weather");
      assertThat(call.function().arguments()).isEqualTo("{\"city\":\"canal\",\"days\":1}");
      assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    }
  }

  @Test
  void aToolsResultIsAnsweredInWords() {
    var first = whole(asksForTool()).choices().getFirst().message();
    var result =
        com.openai.models.chat.completions.ChatCompletionToolMessageParam.builder()
            .toolCallId(first.toolCalls().orElseThrow().getFirst().asFunction().id())
            .content("use the tool? it rains")
            .build();
    assertThat(text(whole(asksForTool().addMessage(first).addMessage(result)), 0)).endsWith(".");
  }

  /// A form for an answer.
  public static class Gate {
    public String name;
    public int height;
    public List<Boolean> openings;
  }

  @Test
  void structuredOutputHasTheFormAskedFor() {
    var asked = ask("sim-small").responseFormat(Gate.class).build();
    var gate =
        client.chat().completions().create(asked).choices().getFirst().message().content().get();
    assertThat(gate.name).isEqualTo("canal");
    assertThat(gate.height).isEqualTo(1);
    assertThat(gate.openings).containsExactly(true);
  }

  @Test
  void imagesAreTakenAndCountNothing() {
    var url = ChatCompletionContentPartImage.ImageUrl.builder().url("data:image/png;base64,AAAA");
    var image = ChatCompletionContentPartImage.builder().imageUrl(url.build()).build();
    var text = ChatCompletionContentPartText.builder().text("What is this?").build();
    var answer =
        whole(
            ChatCompletionCreateParams.builder()
                .model("sim-small")
                .addUserMessageOfArrayOfContentParts(
                    List.of(
                        ChatCompletionContentPart.ofText(text),
                        ChatCompletionContentPart.ofImageUrl(image))));
    assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(4); // 13 bytes
  }

  @Test
  void aLongPromptIsCachedTheSecondTime() {
    var asked =
        ChatCompletionCreateParams.builder().model("sim-large").addUserMessage("x".repeat(4_400));
    var first = whole(asked).usage().orElseThrow().promptTokensDetails().orElseThrow();
    var second = whole(asked).usage().orElseThrow().promptTokensDetails().orElseThrow();
    assertThat(first.cachedTokens()).hasValue(0L);
    assertThat(first.cacheWriteTokens()).hasValue(1024L);
    assertThat(second.cachedTokens()).hasValue(1024L);
    var row = simulator.meter().snapshot().rows().getFirst();
    assertThat(row.tokens().fresh()).isEqualTo(2 * (1100 - 1024));
    assertThat(row.billedNano())
        .isEqualTo(2 * 76 * 4_000 + 1024 * 5_200 + row.tokens().output() * 20_000);
  }

  @Test
  void embeddingsAreUnitVectorsThatDependOnTheTextAlone() {
    var asked = EmbeddingCreateParams.builder().model("sim-embedding");
    var params = asked.inputOfArrayOfStrings(List.of("gate", "river", "gate")).dimensions(64);
    for (var format : EmbeddingCreateParams.EncodingFormat.Value.values()) {
      if (format != EmbeddingCreateParams.EncodingFormat.Value._UNKNOWN) {
        var encoding =
            EmbeddingCreateParams.EncodingFormat.of(
                format.name().toLowerCase(java.util.Locale.ROOT));
        var answer = client.embeddings().create(params.encodingFormat(encoding).build()).validate();
        assertThat(answer.data()).hasSize(3);
        var gate = answer.data().get(0).embedding();
        assertThat(gate).hasSize(64).isEqualTo(answer.data().get(2).embedding());
        assertThat(gate).isNotEqualTo(answer.data().get(1).embedding());
        assertThat(gate.stream().mapToDouble(x -> x * x).sum()).isBetween(0.9999, 1.0001);
        assertThat(answer.usage().promptTokens()).isEqualTo(4); // 13 bytes
      }
    }
    assertThat(simulator.meter().snapshot().billedNano()).isEqualTo(2 * 4 * 20);
  }

  @Test
  void modelsAreListed() {
    assertThat(client.models().list().data()).extracting(Model::id).contains("sim-slow");
    assertThat(client.models().retrieve("sim-large").id()).isEqualTo("sim-large");
    assertThatThrownBy(() -> client.models().retrieve("gpt-9"))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void errorsAreInTheVendorsShape() {
    assertThatThrownBy(() -> whole(ask("missing-model")))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> {
              assertThat(e.code()).contains("model_not_found");
              assertThat(e.headers().values("x-request-id")).hasSize(1);
            });
    assertThatThrownBy(() -> whole(ask("sim-small").n(-1)))
        .isInstanceOfSatisfying(
            BadRequestException.class, e -> assertThat(e.param()).contains("n"));
    var refused = client("bad");
    assertThatThrownBy(() -> refused.models().list()).isInstanceOf(UnauthorizedException.class);
    refused.close();
    simulator.faults(FaultPlan.named("out-of-credit"));
    assertThatThrownBy(() -> whole(ask("sim-small")))
        .isInstanceOfSatisfying(
            RateLimitException.class,
            e -> {
              assertThat(e.type()).contains("insufficient_quota");
              assertThat(e.code()).contains("credit_balance_exhausted");
            });
  }
}
