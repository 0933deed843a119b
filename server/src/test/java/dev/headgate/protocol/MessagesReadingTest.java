package dev.headgate.protocol;

import static dev.headgate.base.Step.BROKEN;
import static dev.headgate.base.Step.CONTENT;
import static dev.headgate.base.Step.LAST;
import static dev.headgate.base.Step.MORE;
import static dev.headgate.protocol.Surface.MESSAGES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessagesReadingTest {
  private static final String START =
      event(
          "message_start",
          "'message':{'id':'m','content':[],'stop_reason':null,'usage':{'input_tokens':7,"
              + "'cache_read_input_tokens':3,'cache_creation_input_tokens':2,'output_tokens':1}}");
  private static final String BLOCK =
      event("content_block_start", "'index':0,'content_block':{'type':'text','text':''}");
  private static final String TEXT = delta("{'type':'text_delta','text':'Hello'}");
  private static final String STOP = event("message_stop", "'x':0");

  private static String event(String type, String members) {
    String json = "{'type':'" + type + "'," + members + "}";
    return "event: " + type + "\ndata: " + json.replace('\'', '"') + "\n\n";
  }

  private static String delta(String delta) {
    return event("content_block_delta", "'index':0,'delta':" + delta);
  }

  private static String end(String reason) {
    return event(
        "message_delta",
        "'delta':{'stop_reason':'"
            + reason
            + "'},'usage':{'output_tokens':12,'input_tokens':null}");
  }

  private static Watched stream(String... events) {
    return Watched.stream(MESSAGES, events);
  }

  private static Watched whole(String json) {
    return Watched.whole(MESSAGES, json.replace('\'', '"'));
  }

  @Test
  void aStreamIsPreambleThenContentThenTheEnd() {
    var ping = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
    var seen = stream(START, BLOCK, ping, TEXT, ping, end("end_turn"), STOP);
    assertThat(seen.steps()).containsExactly(MORE, MORE, MORE, CONTENT, MORE, MORE, LAST);
    assertThat(seen.reading().finish()).contains(Finish.STOP);
    assertThat(seen.reading().isEmpty()).isFalse();
  }

  @Test
  void laterCountsTakeThePlaceOfThoseTheyName() {
    assertThat(stream(START, TEXT, end("end_turn"), STOP).reading().usage())
        .isEqualTo(Usage.ofText(7, 3, 2, 12, 0, Source.PROVIDER));
    var restated =
        event(
            "message_delta",
            "'delta':{},'usage':{'input_tokens':8,'cache_read_input_tokens':0,'output_tokens':9,"
                + "'output_tokens_details':{'thinking_tokens':4}}");
    assertThat(stream(START, TEXT, restated).reading().usage())
        .isEqualTo(Usage.ofText(8, 0, 2, 9, 4, Source.PROVIDER));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'text_delta','text':'x'}",
        "{'type':'thinking_delta','thinking':'hm'}",
        "{'type':'signature_delta','signature':'abc'}",
        "{'type':'input_json_delta','partial_json':'{'}",
      })
  void isContent(String delta) {
    assertThat(stream(START, delta(delta)).steps()).startsWith(MORE, CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'text_delta','text':''}",
        "{'type':'input_json_delta','partial_json':''}",
        "{}",
      })
  void isNoContent(String delta) {
    assertThat(stream(START, delta(delta)).steps()).startsWith(MORE, MORE);
  }

  @Test
  void aBlocksStartIsContentOnlyIfItHoldsSome() {
    var tool = "'content_block':{'type':'tool_use','id':'t','name':'f','input':{}}";
    assertThat(stream(event("content_block_start", tool)).steps()).startsWith(MORE);
    var redacted = "'content_block':{'type':'redacted_thinking','data':'abc'}";
    assertThat(stream(event("content_block_start", redacted)).steps()).startsWith(CONTENT);
  }

  @Test
  void aToolCallWithoutArgumentsIsNotEmpty() {
    var tool = "'content_block':{'type':'tool_use','id':'t','name':'f','input':{}}";
    var seen = stream(START, event("content_block_start", tool), end("tool_use"), STOP);
    assertThat(seen.last()).isEqualTo(LAST);
    assertThat(seen.reading().isEmpty()).isFalse();
    assertThat(seen.reading().finish()).contains(Finish.TOOL_CALLS);
  }

  @Test
  void aToolThatTheVendorRunsIsNoToolCall() {
    var tool = "'content_block':{'type':'server_tool_use','id':'t','name':'web_search'}";
    var input = delta("{'type':'input_json_delta','partial_json':'{'}");
    var seen = stream(START, event("content_block_start", tool), input, end("end_turn"), STOP);
    assertThat(seen.steps()).startsWith(MORE, MORE, CONTENT);
    assertThat(seen.reading().finish()).contains(Finish.STOP);
    assertThat(seen.reading().isEmpty()).isTrue();
  }

  @Test
  void theEventLineNamesWhatTheDataDoesNot() {
    assertThat(stream(START, TEXT, "event: message_stop\ndata: {}\n\n").last()).isEqualTo(LAST);
    assertThat(stream(START, "event: error\ndata: {}\n\n").last()).isEqualTo(BROKEN);
  }

  @Test
  void aStreamWithoutItsLastEventIsBroken() {
    assertThat(stream(START, TEXT, end("end_turn")).last()).isEqualTo(BROKEN);
    assertThat(stream(START, TEXT, "data: [DONE]\n\n").last()).isEqualTo(BROKEN);
    assertThat(stream(START, STOP).last()).isEqualTo(BROKEN);
    assertThat(stream(START, TEXT, "event: message_de").last()).isEqualTo(BROKEN);
  }

  @Test
  void anErrorInTheStreamBreaksIt() {
    var error =
        event(
            "error",
            "'error':{'type':'overloaded_error','message':'m','details':{'error_code':'c'}}");
    var seen = stream(START, TEXT, error);
    assertThat(seen.steps()).containsExactly(MORE, CONTENT, BROKEN);
    assertThat(seen.reading().error()).contains(new VendorError("overloaded_error", "c", "m"));
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP",
    "stop_sequence, STOP",
    "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH",
    "tool_use, TOOL_CALLS",
    "refusal, CONTENT_FILTER",
    "pause_turn, STOP",
  })
  void namesTheFinish(String reason, Finish finish) {
    assertThat(stream(START, end(reason), STOP).reading().finish()).contains(finish);
    assertThat(whole("{'content':[],'stop_reason':'" + reason + "'}").reading().finish())
        .contains(finish);
  }

  @Test
  void aWholeAnswerIsJudgedAtItsEnd() {
    var seen =
        whole(
            "{'type':'message','content':[{'type':'text','text':'Hi'}],'stop_reason':'end_turn',"
                + "'usage':{'input_tokens':1,'cache_read_input_tokens':2,'output_tokens':4}}");
    assertThat(seen.steps()).containsExactly(MORE, LAST);
    assertThat(seen.reading().usage()).isEqualTo(Usage.ofText(1, 2, 0, 4, 0, Source.PROVIDER));
    assertThat(seen.reading().isEmpty()).isFalse();
  }

  @Test
  void oddAnswersSayWhetherTheyAreEmpty() {
    assertThat(whole("{'content':[],'stop_reason':'end_turn'}").reading().isEmpty()).isTrue();
    assertThat(whole("{'content':[],'stop_reason':'refusal'}").reading().isEmpty()).isFalse();
    var thought = "{'content':[{'type':'thinking','thinking':'hm'}],'stop_reason':'end_turn'}";
    assertThat(whole(thought).last()).isEqualTo(LAST);
    assertThat(whole(thought).reading().isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'content':[]}",
        "{'content':'x','stop_reason':'end_turn'}",
        "{'type':'error','error':{'type':'api_error','message':'m'}}",
      })
  void isNoWholeAnswer(String body) {
    assertThat(whole(body).last()).isEqualTo(BROKEN);
  }
}
