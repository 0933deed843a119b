package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.ResponseStreamEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// OpenAI's own SDK on the Responses API.
class OpenAiResponsesTest extends SimulatorTest {
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

  private static ResponseCreateParams.Builder ask(String model) {
    return ResponseCreateParams.builder().model(model).input("What is a weir?");
  }

  private Response whole(ResponseCreateParams.Builder asked) {
    return client.responses().create(asked.build()).validate();
  }

  private List<ResponseStreamEvent> events(ResponseCreateParams.Builder asked) {
    List<ResponseStreamEvent> events = new ArrayList<>();
    try (var stream = client.responses().createStreaming(asked.build())) {
      stream.stream().forEach(event -> events.add(event.validate()));
    }
    return events;
  }

  private static Map<?, ?> members(ResponseStreamEvent event) {
    return (Map<?, ?>) event._json().orElseThrow().convert(Map.class);
  }

  private static String type(ResponseStreamEvent event) {
    return String.valueOf(members(event).get("type"));
  }

  private static String text(Response response) {
    return response.output().stream()
        .flatMap(item -> item.message().stream())
        .map(message -> message.content().getFirst().asOutputText().text())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aWholeResponse() {
    var response = whole(ask("sim-small"));
    long output = response.usage().orElseThrow().outputTokens();
    assertThat(text(response).split(" ")).hasSize((int) output);
    assertThat(response.status()).contains(ResponseStatus.COMPLETED);
    assertThat(response.usage().get().inputTokens()).isEqualTo(4);
  }

  @Test
  void aStreamIsNumberedWithoutAGapAndEndsInTheWhole() {
    var whole = whole(ask("sim-reasoner"));
    var events = events(ask("sim-reasoner"));
    var types = new ArrayList<String>();
    var gathered = ResponseAccumulator.createWithSnapshots();
    for (int i = 0; i < events.size(); i++) {
      assertThat(members(events.get(i)).get("sequence_number")).isEqualTo(i);
      String type = type(events.get(i));
      if (types.isEmpty() || !types.getLast().equals(type)) {
        types.add(type);
      }
      gathered.accumulate(events.get(i));
    }
    assertThat(types)
        .containsExactly(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.reasoning_summary_part.added",
            "response.reasoning_summary_text.delta",
            "response.reasoning_summary_text.done",
            "response.reasoning_summary_part.done",
            "response.output_item.done",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    assertThat(text(gathered.response())).isEqualTo(text(whole));
    assertThat(text(gathered.reconstructedResponse())).isEqualTo(text(whole));
    assertThat(gathered.response().usage()).isEqualTo(whole.usage());
  }

  @Test
  void theCapLeavesTheResponseIncomplete() {
    var response = whole(ask("sim-small").maxOutputTokens(5));
    assertThat(text(response).split(" ")).hasSize(5);
    assertThat(response.status()).contains(ResponseStatus.INCOMPLETE);
    assertThat(response.incompleteDetails().orElseThrow().reason()).isPresent();
    var events = events(ask("sim-small").maxOutputTokens(5));
    assertThat(type(events.getLast())).isEqualTo("response.incomplete");
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
    return ResponseCreateParams.builder().model("sim-small").input("use the tool").addTool(tool);
  }

  @Test
  void aFunctionIsCalled() {
    var gathered = ResponseAccumulator.create();
    events(asksForTool()).forEach(gathered::accumulate);
    for (var response : List.of(whole(asksForTool()), gathered.response())) {
      var call =
          response.output().stream().flatMap(i -> i.functionCall().stream()).findFirst().get();
      assertThat(call.name()).isEqualTo("weather");
      assertThat(call.arguments()).isEqualTo("{\"city\":\"Delft\"}");
      assertThat(response.output()).noneMatch(ResponseOutputItem::isMessage);
    }
  }

  @Test
  void structuredOutputHasTheFormAskedFor() {
    var asked = ask("sim-small").text(OpenAiSdkTest.Gate.class).build();
    var gate =
        client.responses().create(asked).output().stream()
            .flatMap(item -> item.message().stream())
            .map(message -> message.content().getFirst().asOutputText())
            .findFirst()
            .orElseThrow();
    assertThat(gate.name).isEqualTo("canal");
  }

  @Test
  void aRequestWithoutInputIsRefused() {
    assertThatThrownBy(() -> whole(ResponseCreateParams.builder().model("sim-small")))
        .isInstanceOfSatisfying(
            BadRequestException.class, e -> assertThat(e.param()).contains("input"));
  }
}
