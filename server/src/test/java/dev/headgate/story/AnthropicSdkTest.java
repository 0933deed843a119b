package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.anthropic.client.AnthropicClient;
import com.anthropic.core.JsonValue;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Base64ImageSource;
import com.anthropic.models.messages.ContentBlockParam;
import com.anthropic.models.messages.ImageBlockParam;
import com.anthropic.models.messages.MessageCountTokensParams;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;
import com.anthropic.models.messages.ToolResultBlockParam;
import com.anthropic.models.models.ModelInfo;
import com.anthropic.models.models.ModelListParams;
import dev.headgate.record.Outcome;
import dev.headgate.simulate.FaultPlan;
import dev.headgate.testkit.Rehearsal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Anthropic's own SDK, told nothing but the gate's address: what it gets is what the provider
/// says.
class AnthropicSdkTest extends SideBySide {
  private AnthropicClient client;
  private AnthropicClient direct;

  @BeforeEach
  void open() {
    client = anthropic(rehearsal.url()).build();
    direct = anthropic(alone.anthropicBaseUrl()).build();
  }

  @AfterEach
  void closeClients() {
    client.close();
    direct.close();
  }

  private static MessageCreateParams.Builder ask() {
    return MessageCreateParams.builder()
        .model("sim-small")
        .maxTokens(1000)
        .addUserMessage("What is a weir? Wie hoch ist es?");
  }

  private static MessageCreateParams.Builder asksForTool() {
    var properties =
        Tool.InputSchema.Properties.builder()
            .putAdditionalProperty("city", JsonValue.from(Map.of("type", "string")))
            .build();
    var schema = Tool.InputSchema.builder().properties(properties).addRequired("city").build();
    return ask()
        .addUserMessage("use the tool")
        .addTool(Tool.builder().name("weather").inputSchema(schema).build());
  }

  private static MessageCreateParams showingAnImage() {
    var source =
        Base64ImageSource.builder()
            .data("AAAA")
            .mediaType(Base64ImageSource.MediaType.IMAGE_PNG)
            .build();
    var image = ImageBlockParam.builder().source(source).build();
    return ask()
        .addUserMessageOfContentBlockParams(List.of(ContentBlockParam.ofImage(image)))
        .build();
  }

  static Stream<Arguments> messages() {
    return Stream.of(
        argumentSet("a question", ask().build()),
        argumentSet("thinking", ask().model("sim-reasoner").build()),
        argumentSet("a cap", ask().maxTokens(5).build()),
        argumentSet("no tokens at all", ask().maxTokens(0).build()),
        argumentSet("a tool", asksForTool().build()),
        argumentSet("an image", showingAnImage()),
        argumentSet("a form", ask().outputConfig(OpenAiSdkTest.Lock.class).build().rawParams()),
        argumentSet("an older version", older()));
  }

  /// It still takes sampling parameters, and a beta besides.
  private static MessageCreateParams older() {
    return ask()
        .putAdditionalHeader("anthropic-version", "2023-06-01")
        .putAdditionalHeader("anthropic-beta", "a-2026-01-01,b-2026-02-02")
        .putAdditionalBodyProperty("temperature", JsonValue.from(0.5))
        .build();
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aWholeMessageIsTheProvidersOwn(MessageCreateParams asked) {
    assertThat(client.messages().create(asked).validate())
        .isEqualTo(direct.messages().create(asked));
    sameRequestButForWhoSendsIt(Rehearsal.ANTHROPIC_KEY);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void aStreamIsTheProvidersOwn(MessageCreateParams asked) {
    var gathered = MessageAccumulator.create();
    var events = new ArrayList<RawMessageStreamEvent>();
    try (var stream = client.messages().createStreaming(asked)) {
      stream.stream().forEach(event -> events.add(gathered.accumulate(event.validate())));
    }
    try (var stream = direct.messages().createStreaming(asked)) {
      assertThat(events).isEqualTo(stream.stream().toList());
    }
    assertThat(gathered.message().stopReason()).isPresent();
    sameRequestButForWhoSendsIt(Rehearsal.ANTHROPIC_KEY);
  }

  @Test
  void aToolsResultIsAnswered() {
    var called = client.messages().create(asksForTool().build());
    assertThat(called.stopReason()).contains(StopReason.TOOL_USE);
    var call = called.content().getFirst().asToolUse();
    assertThat(call._input()).hasToString("{city=canal}");

    var result = ToolResultBlockParam.builder().toolUseId(call.id()).content("Rain").build();
    var answered =
        client
            .messages()
            .create(
                asksForTool()
                    .addMessage(called)
                    .addUserMessageOfContentBlockParams(
                        List.of(ContentBlockParam.ofToolResult(result)))
                    .build());
    assertThat(answered.stopReason()).contains(StopReason.END_TURN);
    assertThat(answered.content().getFirst().asText().text()).endsWith(".");
  }

  @Test
  void tokensAreCounted() throws InterruptedException {
    var asked =
        MessageCountTokensParams.builder()
            .model("sim-small")
            .system("Be brief.")
            .addUserMessage("What is a weir?")
            .build();
    assertThat(client.messages().countTokens(asked).validate())
        .isEqualTo(direct.messages().countTokens(asked));
    sameRequestButForWhoSendsIt(Rehearsal.ANTHROPIC_KEY);
    assertThat(rehearsal.record().asked().surface()).isEqualTo("count-tokens");
  }

  @Test
  void modelsAreListedPageByPage() {
    var page = client.models().list(ModelListParams.builder().limit(2).build());
    assertThat(page.data()).hasSize(2);
    assertThat(page.autoPager())
        .allSatisfy(ModelInfo::validate)
        .extracting(ModelInfo::id)
        .doesNotHaveDuplicates()
        .contains("openai/sim-small", "anthropic/sim-small");
    for (String id : List.of("anthropic/sim-small", "sim-large")) {
      assertThat(client.models().retrieve(id).validate().id()).isEqualTo(id);
    }
    var thrown = refused(() -> client.models().retrieve("anthropic/sim-smal"));
    code(thrown, 404, "unknown_model");
    assertThat(thrown).hasMessageContaining("did you mean anthropic/sim-small");
  }

  private static void code(AnthropicServiceException thrown, int status, String code) {
    assertThat(thrown.statusCode()).isEqualTo(status);
    assertThat(thrown.errorCode()).contains(code);
    assertThat(thrown.requestId())
        .contains(thrown.headers().values("x-headgate-call-id").getFirst());
  }

  private static AnthropicServiceException refused(Runnable asking) {
    return catchThrowableOfType(AnthropicServiceException.class, asking::run);
  }

  @Test
  void aModelThatNobodyHasIsNotFound() throws InterruptedException {
    code(
        refused(() -> client.messages().create(ask().model("nobody/x").build())),
        404,
        "unknown_model");
    assertThat(rehearsal.record().ending().outcome()).isEqualTo(Outcome.REFUSED);
    var missing = ask().model("anthropic/missing-model").build();
    assertThat(refused(() -> client.messages().create(missing)).statusCode()).isEqualTo(404);
    assertThat(rehearsal.record().ending().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(rehearsal.gate().records()).isEmpty();
  }

  @Test
  void aProviderThatIsDownIsAskedThriceByUsAndNotAgainByTheSdk() throws InterruptedException {
    rehearsal.simulator().faults(FaultPlan.parse("status 529"));
    code(refused(() -> client.messages().create(ask().build())), 502, "provider_failed");
    var record = rehearsal.record();
    assertThat(record.ending().cause()).isEqualTo("provider.529");
    assertThat(record.attempts()).hasSize(3);
    assertThat(rehearsal.simulator().seen().total()).isEqualTo(3);
    assertThat(rehearsal.gate().records()).isEmpty();
  }

  @Test
  void aStreamThatBreaksEndsInAnErrorOfTheApi() throws InterruptedException {
    rehearsal.simulator().faults(FaultPlan.parse("cut 5"));
    try (var stream = client.messages().createStreaming(ask().build())) {
      var thrown = refused(() -> stream.stream().forEach(event -> {}));
      assertThat(thrown.errorCode()).contains("provider_failed");
    }
    assertThat(rehearsal.record().ending().outcome()).isEqualTo(Outcome.CUT);
    assertThat(rehearsal.gate().records()).isEmpty();
  }
}
