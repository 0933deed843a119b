package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.headgate.record.Outcome;
import dev.headgate.simulate.FaultPlan;
import dev.headgate.testkit.Rehearsal;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// OpenAI's own SDK, told nothing but the gate's address: what it gets is what the provider says.
class OpenAiSdkTest extends SideBySide {
  private OpenAIClient client;
  private OpenAIClient direct;

  @BeforeEach
  void open() {
    client = openAi(rehearsal.url()).build();
    direct = openAi(alone.anthropicBaseUrl()).build();
  }

  @AfterEach
  void closeClients() {
    client.close();
    direct.close();
  }

  /// A form for an answer.
  public static class Lock {
    public String name;
    public int height;
    public List<Boolean> openings;
  }

  private static ChatCompletionCreateParams.Builder ask() {
    return ChatCompletionCreateParams.builder()
        .model("sim-small")
        .addUserMessage("What is a weir? Wie hoch ist es? \ud83c\udf0a");
  }

  private static ChatCompletionCreateParams.Builder asksForTool() {
    var parameters =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
            .putAdditionalProperty("required", JsonValue.from(List.of("city")))
            .build();
    var weather = FunctionDefinition.builder().name("weather").parameters(parameters).build();
    return ask().addUserMessage("Please use the tool.").addFunctionTool(weather);
  }

  private static ChatCompletionCreateParams showingAnImage() {
    var url = ChatCompletionContentPartImage.ImageUrl.builder().url("data:image/png;base64,AAAA");
    var image = ChatCompletionContentPartImage.builder().imageUrl(url.build()).build();
    return ask()
        .addUserMessageOfArrayOfContentParts(List.of(ChatCompletionContentPart.ofImageUrl(image)))
        .build();
  }

  static Stream<Arguments> chats() {
    var usage = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    return Stream.of(
        argumentSet("a question", ask().build()),
        argumentSet("reasoning", ask().model("sim-reasoner").build()),
        argumentSet("a cap", ask().maxCompletionTokens(5).temperature(0.50).build()),
        argumentSet("two choices", ask().n(2).build()),
        argumentSet("a tool", asksForTool().build()),
        argumentSet("an image", showingAnImage()),
        argumentSet("a form", ask().responseFormat(Lock.class).build().rawParams()),
        argumentSet("usage", ask().streamOptions(usage).build()));
  }

  @ParameterizedTest
  @MethodSource("chats")
  void aWholeAnswerIsTheProvidersOwn(ChatCompletionCreateParams asked) {
    assertThat(client.chat().completions().create(asked).validate())
        .isEqualTo(direct.chat().completions().create(asked));
    sameRequestButForWhoSendsIt(Rehearsal.OPENAI_KEY);
  }

  @ParameterizedTest
  @MethodSource("chats")
  void aStreamIsTheProvidersOwnWithoutTheUsageThatWeAskFor(ChatCompletionCreateParams asked) {
    assertThat(streamed(client, asked)).isEqualTo(streamed(direct, asked)).hasSizeGreaterThan(3);
    assertThat(rehearsal.simulator().seen().last().body())
        .asString()
        .contains("\"include_usage\":true");
  }

  private static List<ChatCompletionChunk> streamed(
      OpenAIClient client, ChatCompletionCreateParams asked) {
    try (var stream = client.chat().completions().createStreaming(asked)) {
      return stream.stream().map(ChatCompletionChunk::validate).toList();
    }
  }

  @Test
  void aToolsResultIsAnswered() {
    var called = choice(client.chat().completions().create(asksForTool().build()));
    assertThat(called.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    var call = called.message().toolCalls().orElseThrow().getFirst().asFunction();
    assertThat(call.function().arguments()).isEqualTo("{\"city\":\"canal\"}");

    var result = ChatCompletionToolMessageParam.builder().toolCallId(call.id()).content("It rains");
    var answered =
        choice(
            client
                .chat()
                .completions()
                .create(
                    asksForTool().addMessage(called.message()).addMessage(result.build()).build()));
    assertThat(answered.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answered.message().content().orElseThrow()).endsWith(".");
  }

  private static ChatCompletion.Choice choice(ChatCompletion answer) {
    return answer.choices().getFirst();
  }

  @Test
  void structuredOutputHasTheFormAskedFor() {
    var asked = ask().responseFormat(Lock.class).build();
    var lock =
        client.chat().completions().create(asked).choices().getFirst().message().content().get();
    assertThat(lock.name).isEqualTo("canal");
    assertThat(lock.openings).containsExactly(true);
  }

  @Test
  void vectorsAreTheProvidersOwnToTheLastBit() {
    var asked =
        EmbeddingCreateParams.builder()
            .model("sim-embedding")
            .inputOfArrayOfStrings(List.of("gate", "river"))
            .build();
    assertThat(client.embeddings().create(asked).validate())
        .isEqualTo(direct.embeddings().create(asked));
    assertThat(rehearsal.simulator().seen().last().body())
        .asString()
        .contains("\"encoding_format\":\"base64\"");
    sameRequestButForWhoSendsIt(Rehearsal.OPENAI_KEY);
  }

  @Test
  void whatElseTheClientSaysOfItselfGoesAlong() {
    var asked = ask().putAdditionalHeader("OpenAI-Beta", "a=1").build();
    for (var each : List.of(openAi(rehearsal.url()), openAi(alone.anthropicBaseUrl()))) {
      var ofProject = each.organization("org-of-client").project("proj-of-client").build();
      ofProject.chat().completions().create(asked);
      ofProject.close();
    }
    sameRequestButForWhoSendsIt(Rehearsal.OPENAI_KEY);
    var seen = rehearsal.simulator().seen().last();
    assertThat(seen.first("openai-organization")).contains("org-of-client");
    assertThat(seen.first("openai-project")).contains("proj-of-client");
    assertThat(seen.first("openai-beta")).contains("a=1");
    assertThat(seen.first("x-stainless-lang")).contains("java");
  }

  @Test
  void modelsAreListedByTheNamesThatTheGateServes() {
    assertThat(client.models().list().data())
        .allSatisfy(Model::validate)
        .extracting(Model::id)
        .contains("openai/sim-small", "anthropic/sim-small");
    for (String id : List.of("openai/sim-small", "anthropic/sim-slow", "sim-large")) {
      assertThat(client.models().retrieve(id).validate().id()).isEqualTo(id);
    }
    assertThatThrownBy(() -> client.models().retrieve("openai/sim-smal"))
        .isInstanceOfSatisfying(
            NotFoundException.class,
            e -> {
              assertThat(e.code()).contains("unknown_model");
              assertThat(e).hasMessageContaining("did you mean openai/sim-small");
            });
  }

  private static void code(OpenAIServiceException thrown, int status, String code) {
    assertThat(thrown.statusCode()).isEqualTo(status);
    assertThat(thrown.code()).contains(code);
    assertThat(thrown.headers().values("x-headgate-call-id")).hasSize(1);
  }

  private OpenAIServiceException refused(ChatCompletionCreateParams asked) {
    return catchThrowableOfType(
        OpenAIServiceException.class, () -> client.chat().completions().create(asked));
  }

  @Test
  void aModelThatNobodyHasIsNotFound() throws InterruptedException {
    code(refused(ask().model("nobody/sim-small").build()), 404, "unknown_model");
    assertThat(rehearsal.record().ending().outcome()).isEqualTo(Outcome.REFUSED);
    code(refused(ask().model("openai/missing-model").build()), 404, "model_not_found");
    assertThat(rehearsal.record().ending().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(rehearsal.gate().records()).isEmpty();
  }

  @Test
  void aProviderThatIsDownIsAskedThriceByUsAndNotAgainByTheSdk() throws InterruptedException {
    rehearsal.simulator().faults(FaultPlan.named("outage"));
    code(refused(ask().build()), 502, "provider_failed");
    var record = rehearsal.record();
    assertThat(record.ending().cause()).isEqualTo("provider.503");
    assertThat(record.attempts()).hasSize(3);
    assertThat(rehearsal.simulator().seen().total()).isEqualTo(3);
    assertThat(rehearsal.gate().records()).isEmpty();
  }

  @Test
  void aStreamThatBreaksEndsInAnErrorOfTheApi() throws InterruptedException {
    rehearsal.simulator().faults(FaultPlan.parse("cut 5"));
    try (var stream = client.chat().completions().createStreaming(ask().build())) {
      var thrown =
          catchThrowableOfType(
              OpenAIServiceException.class, () -> stream.stream().forEach(chunk -> {}));
      assertThat(thrown.code()).contains("provider_failed");
    }
    assertThat(rehearsal.record().ending().outcome()).isEqualTo(Outcome.CUT);
    assertThat(rehearsal.gate().records()).isEmpty();
  }
}
