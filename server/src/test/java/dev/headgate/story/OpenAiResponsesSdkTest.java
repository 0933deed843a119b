package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.errors.OpenAIServiceException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseFunctionToolCall;
import com.openai.models.responses.ResponseInputImage;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseStreamEvent;
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

/// OpenAI's own SDK on the Responses API, told nothing but the gate's address.
class OpenAiResponsesSdkTest extends SideBySide {
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

  private static ResponseCreateParams.Builder ask() {
    return ResponseCreateParams.builder().model("sim-small").input("What is a weir?");
  }

  private static ResponseCreateParams.Builder asksForTool() {
    var parameters =
        FunctionTool.Parameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties", JsonValue.from(Map.of("city", Map.of("enum", List.of("Delft")))))
            .putAdditionalProperty("required", JsonValue.from(List.of("city")))
            .build();
    var tool = FunctionTool.builder().name("weather").parameters(parameters).strict(true).build();
    return ask().input("use the tool").addTool(tool);
  }

  private static ResponseCreateParams showingAnImage() {
    var image =
        ResponseInputImage.builder()
            .imageUrl("data:image/png;base64,AAAA")
            .detail(ResponseInputImage.Detail.AUTO)
            .build();
    return ask()
        .inputOfResponse(List.of(ResponseInputItem.ofMessage(said().addContent(image).build())))
        .build();
  }

  static Stream<Arguments> responses() {
    return Stream.of(
        argumentSet("a question", ask().build()),
        argumentSet("reasoning", ask().model("sim-reasoner").build()),
        argumentSet("a cap", ask().maxOutputTokens(20).build()),
        argumentSet("a tool", asksForTool().build()),
        argumentSet("an image", showingAnImage()),
        argumentSet("a form", ask().text(OpenAiSdkTest.Lock.class).build().rawParams()));
  }

  @ParameterizedTest
  @MethodSource("responses")
  void aWholeResponseIsTheProvidersOwn(ResponseCreateParams asked) {
    assertThat(client.responses().create(asked).validate())
        .isEqualTo(direct.responses().create(asked));
    sameRequestButForWhoSendsIt(Rehearsal.OPENAI_KEY);
  }

  @ParameterizedTest
  @MethodSource("responses")
  void aStreamIsTheProvidersOwn(ResponseCreateParams asked) {
    var gathered = ResponseAccumulator.create();
    var events = new ArrayList<ResponseStreamEvent>();
    try (var stream = client.responses().createStreaming(asked)) {
      stream.stream().forEach(event -> events.add(gathered.accumulate(event.validate())));
    }
    try (var stream = direct.responses().createStreaming(asked)) {
      assertThat(events).isEqualTo(stream.stream().toList());
    }
    assertThat(gathered.response().output()).isNotEmpty();
    sameRequestButForWhoSendsIt(Rehearsal.OPENAI_KEY);
  }

  @Test
  void aToolsResultIsAnswered() {
    var call = called(client.responses().create(asksForTool().build()));
    assertThat(call.arguments()).isEqualTo("{\"city\":\"Delft\"}");

    var result =
        ResponseInputItem.FunctionCallOutput.builder().callId(call.callId()).output("Rain");
    var asked =
        asksForTool()
            .inputOfResponse(
                List.of(
                    ResponseInputItem.ofMessage(said().addInputTextContent("Use it").build()),
                    ResponseInputItem.ofFunctionCall(call),
                    ResponseInputItem.ofFunctionCallOutput(result.build())));
    assertThat(client.responses().create(asked.build()).output())
        .flatExtracting(item -> item.message().stream().toList())
        .singleElement()
        .satisfies(message ->
            assertThat(message.content().getFirst().asOutputText().text()).endsWith("."));
  }

  private static ResponseInputItem.Message.Builder said() {
    return ResponseInputItem.Message.builder().role(ResponseInputItem.Message.Role.USER);
  }

  private static ResponseFunctionToolCall called(Response response) {
    return response.output().stream()
        .flatMap(item -> item.functionCall().stream())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aStreamThatBreaksEndsInAnErrorOfTheApi() throws InterruptedException {
    rehearsal.simulator().faults(FaultPlan.parse("cut 5"));
    try (var stream = client.responses().createStreaming(ask().build())) {
      var thrown =
          catchThrowableOfType(
              OpenAIServiceException.class, () -> stream.stream().forEach(event -> {}));
      assertThat(thrown.code()).contains("provider_failed");
    }
    assertThat(rehearsal.record().ending().outcome()).isEqualTo(Outcome.CUT);
    assertThat(rehearsal.gate().records()).isEmpty();
  }
}
