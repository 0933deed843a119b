package dev.headgate.protocol;

import static dev.headgate.base.Step.BROKEN;
import static dev.headgate.base.Step.CONTENT;
import static dev.headgate.base.Step.LAST;
import static dev.headgate.base.Step.MORE;
import static dev.headgate.protocol.Surface.RESPONSES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponsesReadingTest {
  private static final String USAGE =
      "'usage':{'input_tokens':100,'input_tokens_details':{'cached_tokens':64},'output_tokens':20,"
          + "'output_tokens_details':{'reasoning_tokens':5},'total_tokens':120}";
  private static final String MESSAGE =
      "'output':[{'type':'message','content':[{'type':'output_text','text':'Hi'}]}]";
  private static final String CREATED =
      event("response.created", 0, "'response':{'status':'in_progress','output':[],'usage':null}");
  private static final String TEXT = event("response.output_text.delta", 3, "'delta':'Hi'");
  private static final String COMPLETED =
      event(
          "response.completed",
          9,
          "'response':{'status':'completed'," + MESSAGE + "," + USAGE + "}");

  private static String event(String type, int number, String members) {
    String json = "{'type':'" + type + "','sequence_number':" + number + "," + members + "}";
    return "event: " + type + "\ndata: " + json.replace('\'', '"') + "\n\n";
  }

  private static Watched stream(String... events) {
    return Watched.stream(RESPONSES, events);
  }

  private static Watched whole(String json) {
    return Watched.whole(RESPONSES, json.replace('\'', '"'));
  }

  @Test
  void aStreamIsPreambleThenContentThenTheEnd() {
    var added = event("response.output_item.added", 2, "'item':{'type':'message','content':[]}");
    var seen = stream(CREATED, added, TEXT, COMPLETED);
    assertThat(seen.steps()).containsExactly(MORE, MORE, CONTENT, LAST);
    assertThat(seen.reading().finish()).contains(Finish.STOP);
    assertThat(seen.reading().usage()).isEqualTo(Usage.ofText(36, 64, 0, 20, 5, Source.PROVIDER));
    assertThat(seen.reading().isEmpty()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "response.output_text.delta, false",
    "response.refusal.delta, false",
    "response.reasoning_text.delta, true",
    "response.reasoning_summary_text.delta, true",
    "response.function_call_arguments.delta, false",
    "response.custom_tool_call_input.delta, false",
    "response.mcp_call_arguments.delta, true",
    "response.code_interpreter_call_code.delta, true",
    "response.audio.delta, false",
  })
  void isContent(String type, boolean empty) {
    var seen = stream(CREATED, event(type, 1, "'delta':'x'"));
    assertThat(seen.steps()).startsWith(MORE, CONTENT);
    assertThat(seen.reading().isEmpty()).isEqualTo(empty);
    assertThat(stream(CREATED, event(type, 1, "'delta':''")).steps()).startsWith(MORE, MORE);
  }

  @Test
  void aPartialImageIsContent() {
    var image = event("response.image_generation_call.partial_image", 1, "'partial_image_b64':'A'");
    assertThat(stream(image).steps()).startsWith(CONTENT);
  }

  @ParameterizedTest
  @CsvSource({"max_output_tokens, LENGTH", "content_filter, CONTENT_FILTER"})
  void anIncompleteResponseIsAProperEnd(String reason, Finish finish) {
    String details = "'incomplete_details':{'reason':'" + reason + "'}";
    for (String members :
        new String[] {"'status':'incomplete'," + details, details + ",'status':'incomplete'"}) {
      var seen = stream(TEXT, event("response.incomplete", 4, "'response':{" + members + "}"));
      assertThat(seen.last()).isEqualTo(LAST);
      assertThat(seen.reading().finish()).contains(finish);
    }
  }

  @Test
  void aFailedResponseIsAnError() {
    var failed =
        event(
            "response.failed",
            4,
            "'response':{'status':'failed','error':{'code':'server_error','message':'m'},"
                + USAGE
                + "}");
    var seen = stream(CREATED, TEXT, failed);
    assertThat(seen.steps()).containsExactly(MORE, CONTENT, BROKEN);
    assertThat(seen.reading().error()).contains(new VendorError(null, "server_error", "m"));
    assertThat(seen.reading().usage().output()).isEqualTo(20);
  }

  @Test
  void anErrorEventIsFlatOrNested() {
    var flat = stream(TEXT, event("error", 4, "'code':'c','message':'m','param':null"));
    assertThat(flat.last()).isEqualTo(BROKEN);
    assertThat(flat.reading().error()).contains(new VendorError(null, "c", "m"));
    var nested = stream(event("error", 0, "'error':{'type':'t','code':'c','message':'m'}"));
    assertThat(nested.reading().error()).contains(new VendorError("t", "c", "m"));
  }

  @Test
  void aStreamWithoutItsLastEventIsBroken() {
    assertThat(stream(CREATED, TEXT).last()).isEqualTo(BROKEN);
    assertThat(stream(CREATED, TEXT, "data: [DONE]\n\n").last()).isEqualTo(BROKEN);
  }

  @Test
  void theLastEventMayBeLongWithUsageAtEitherEnd() {
    String text = "'output':[{'content':[{'text':'" + "x".repeat(400_000) + "'}]}]";
    for (String members : new String[] {USAGE + "," + text, text + "," + USAGE}) {
      var seen = stream(event("response.completed", 9, "'response':{" + members + "}"));
      assertThat(seen.reading().usage()).isEqualTo(Usage.ofText(36, 64, 0, 20, 5, Source.PROVIDER));
      assertThat(seen.reading().isEmpty()).isFalse();
    }
  }

  @Test
  void anEventOfOursGetsTheNextNumber() {
    assertThat(stream().reading().nextSequence()).isZero();
    assertThat(stream(CREATED, TEXT).reading().nextSequence()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'type':'message','content':[{'type':'output_text','text':'x'}]}|false|STOP",
        "{'type':'message','content':[{'type':'refusal','refusal':'no'}]}|false|CONTENT_FILTER",
        "{'type':'function_call','name':'f','arguments':'{}'}|false|TOOL_CALLS",
        "{'type':'reasoning','summary':[{'text':'hm'}]}|true|STOP",
        "{'type':'web_search_call','status':'completed'}|true|STOP",
        "{'type':'image_generation_call','result':'AAAA'}|false|STOP",
      })
  void aWholeAnswerSaysWhatItIs(String item, boolean empty, Finish finish) {
    var seen = whole("{'status':'completed','error':null,'output':[" + item + "]," + USAGE + "}");
    assertThat(seen.steps()).containsExactly(MORE, LAST);
    assertThat(seen.reading().isEmpty()).isEqualTo(empty);
    assertThat(seen.reading().finish()).contains(finish);
    assertThat(seen.reading().usage().input()).isEqualTo(100);
  }

  @Test
  void anAnswerYetToComeIsWholeButEmpty() {
    var seen = whole("{'status':'queued','output':[]}");
    assertThat(seen.last()).isEqualTo(LAST);
    assertThat(seen.reading().isEmpty()).isTrue();
    assertThat(seen.reading().finish()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'output':null}",
        "{'status':'failed','output':[]}",
        "{'status':'failed','output':[],'error':{'code':'c','message':'m'}}",
        "{'error':{'message':'m'}}",
      })
  void isNoWholeAnswer(String body) {
    assertThat(whole(body).last()).isEqualTo(BROKEN);
  }
}
