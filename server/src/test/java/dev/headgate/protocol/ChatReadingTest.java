package dev.headgate.protocol;

import static dev.headgate.base.Step.BROKEN;
import static dev.headgate.base.Step.CONTENT;
import static dev.headgate.base.Step.LAST;
import static dev.headgate.base.Step.MORE;
import static dev.headgate.protocol.Surface.CHAT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatReadingTest {
  private static final String ROLE = delta("{'role':'assistant','content':''}");
  private static final String TEXT = delta("{'content':'Hello'}");
  private static final String STOP =
      data("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}");
  private static final String USAGE =
      data("{'choices':[],'usage':{'prompt_tokens':9,'completion_tokens':5,'total_tokens':14}}");
  private static final String DONE = "data: [DONE]\n\n";

  private static String data(String json) {
    return "data: " + json.replace('\'', '"') + "\n\n";
  }

  private static String delta(String delta) {
    return data("{'id':'c','choices':[{'index':0,'delta':" + delta + ",'finish_reason':null}]}");
  }

  private static Watched stream(String... events) {
    return Watched.stream(CHAT, events);
  }

  private static Watched whole(String json) {
    return Watched.whole(CHAT, json.replace('\'', '"'));
  }

  @Test
  void aStreamIsPreambleThenContentThenTheEnd() {
    var seen = stream(": hi\n\n", ROLE, TEXT, STOP, USAGE, DONE);
    assertThat(seen.steps()).containsExactly(MORE, MORE, CONTENT, MORE, MORE, LAST);
    assertThat(seen.reading().finish()).contains(Finish.STOP);
    assertThat(seen.reading().usage()).isEqualTo(Usage.ofText(9, 0, 0, 5, 0, Source.PROVIDER));
    assertThat(seen.reading().isEmpty()).isFalse();
    assertThat(seen.reading().error()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'content':'x'}",
        "{'content':[{'type':'text','text':'x'}]}",
        "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'x'}]}]}",
        "{'refusal':'no'}",
        "{'reasoning_content':'hm'}",
        "{'reasoning':'hm'}",
        "{'tool_calls':[{'index':0,'id':'a','function':{'name':'f','arguments':''}}]}",
        "{'tool_calls':[{'index':0,'function':{'arguments':'{'}}]}",
        "{'tool_calls':[{'custom':{'input':'x'}}]}",
        "{'function_call':{'arguments':'{'}}",
        "{'audio':{'data':'AAAA'}}",
        "{'audio':{'transcript':'x'}}",
        "{'images':[{'image_url':{'url':'data:'}}]}",
      })
  void isContent(String delta) {
    assertThat(stream(delta(delta)).steps()).startsWith(CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "{'role':'assistant'}",
        "{'content':''}",
        "{'content':null,'refusal':null,'reasoning':''}",
        "{'content':[]}",
        "{'tool_calls':[{'index':0,'id':'a','function':{'name':'','arguments':null}}]}",
        "{'obfuscation':'xyz'}",
        "{'elsewhere':{'content':'x'}}",
      })
  void isNoContent(String delta) {
    assertThat(stream(delta(delta)).steps()).startsWith(MORE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ": comment\n\n",
        "id: 1\nretry: 5\n\n",
        "event: ping\n\n",
        "database: {\n\n",
        "data\n\n",
        "data:\n\n",
        "data: {\"choices\":[]}\n\n",
        "data: {\"choices\":[],\"prompt_filter_results\":[{\"x\":{\"severity\":\"safe\"}}]}\n\n",
        "data: {\"id\":\"x\"}\n\n",
      })
  void isPreamble(String event) {
    assertThat(stream(event).steps()).startsWith(MORE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\r\n\r\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\r\r",
        "data:{\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n",
        "\ufeffdata: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n",
        "\n\n: a\nid: 1\nevent: y\ndata: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\nretry: 3\n\n",
        "data: {\"choices\":[{\"delta\":\ndata: {\"content\":\ndata: \"x\"}}]}\n\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\r\n: mixed\r\n\n",
      })
  void readsEventsHoweverTheyAreWritten(String event) {
    assertThat(stream(event, DONE).steps()).containsExactly(CONTENT, LAST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"data: [DONE]\n\n", "data:[DONE]\r\n\r\n", "data: [DONE] \n\n", "data: [DONE]"})
  void isTheEnd(String event) {
    assertThat(stream(TEXT, event).last()).isEqualTo(LAST);
  }

  @Test
  void aStreamMayLackDoneOnceItHasAFinishReason() {
    assertThat(stream(TEXT, STOP).last()).isEqualTo(LAST);
    assertThat(stream(TEXT, STOP, USAGE, ": bye\n").last()).isEqualTo(LAST);
    assertThat(stream(TEXT).last()).isEqualTo(BROKEN);
    assertThat(stream().last()).isEqualTo(BROKEN);
  }

  @Test
  void nothingButDoneIsNoAnswer() {
    assertThat(stream(DONE).last()).isEqualTo(BROKEN);
    assertThat(stream(ROLE, DONE).last()).isEqualTo(BROKEN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data: {\"id\":\"c1\",\"choi\n\n",
        "data: {\"id\":\"c1\"}}\n\n",
        "data: {} {}\n\n",
        "data: <html>\n\n",
        "data: {\"id\":\"c1\",\"choi",
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n",
        "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\r",
        "data:",
        ": com",
      })
  void isBroken(String event) {
    assertThat(stream(TEXT, event).steps()).containsExactly(CONTENT, BROKEN);
  }

  @Test
  void anErrorInTheStreamBreaksIt() {
    var seen = stream(data("{'error':{'message':'x','type':'t','code':504}}"), DONE);
    assertThat(seen.steps()).containsExactly(BROKEN);
    assertThat(seen.reading().error()).contains(new VendorError("t", "504", "x"));
    var late = stream(TEXT, data("{'choices':[{'finish_reason':'error'}],'error':{'code':'429'}}"));
    assertThat(late.steps()).containsExactly(CONTENT, BROKEN);
    assertThat(late.reading().error()).contains(new VendorError(null, "429", null));
    var named = stream("event: error\ndata: {\"detail\":\"x\"}\n\n");
    assertThat(named.steps()).containsExactly(BROKEN);
    assertThat(named.reading().error()).isPresent();
    assertThat(stream(data("{'error':null,'choices':[]}")).steps()).startsWith(MORE);
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "length, LENGTH",
    "tool_calls, TOOL_CALLS",
    "function_call, TOOL_CALLS",
    "content_filter, CONTENT_FILTER",
    "eos, STOP",
  })
  void namesTheFinish(String reason, Finish finish) {
    var chunk = data("{'choices':[{'delta':{'content':'x'},'finish_reason':'" + reason + "'}]}");
    assertThat(stream(chunk, DONE).reading().finish()).contains(finish);
  }

  @Test
  void stopMeansToolCallsOrAFilterWhereThatIsWhatCame() {
    var call = delta("{'tool_calls':[{'function':{'name':'f','arguments':'{}'}}]}");
    assertThat(stream(call, STOP, DONE).reading().finish()).contains(Finish.TOOL_CALLS);
    var refusal = delta("{'content':null,'refusal':'no'}");
    assertThat(stream(refusal, STOP, DONE).reading().finish()).contains(Finish.CONTENT_FILTER);
    assertThat(stream(refusal, STOP, DONE).reading().isEmpty()).isFalse();
  }

  @Test
  void reasoningAloneIsEmpty() {
    var seen = stream(delta("{'reasoning_content':'hm'}"), STOP, DONE);
    assertThat(seen.steps()).containsExactly(CONTENT, MORE, LAST);
    assertThat(seen.reading().isEmpty()).isTrue();
  }

  @Test
  void ofRunningTotalsTheLastCounts() {
    String[] events = new String[52];
    for (int i = 1; i <= 50; i++) {
      events[i - 1] =
          data(
              "{'choices':[{'delta':{'content':'x'}}],'usage':{'prompt_tokens':20,'completion_tokens':"
                  + i
                  + ",'total_tokens':"
                  + (20 + i)
                  + "}}");
    }
    events[50] = STOP;
    events[51] = DONE;
    assertThat(stream(events).reading().usage())
        .isEqualTo(Usage.ofText(20, 0, 0, 50, 0, Source.PROVIDER));
    events[51] = USAGE;
    assertThat(stream(events).reading().usage())
        .isEqualTo(Usage.ofText(9, 0, 0, 5, 0, Source.PROVIDER));
    events[50] = data("{'usage':{'prompt_tokens':7,'completion_tokens':4}}");
    events[51] = data("{'usage':{}}");
    assertThat(stream(events).reading().usage())
        .isEqualTo(Usage.ofText(7, 0, 0, 4, 0, Source.PROVIDER));
  }

  @Test
  void usageMayStandWithTextAndAtGroqsPlace() {
    var both =
        data(
            "{'choices':[{'delta':{'content':' end'},'finish_reason':'stop'}],"
                + "'usage':{'prompt_tokens':9,'completion_tokens':5}}");
    var seen = stream(both, data("{'choices':[],'usage':null}"), DONE);
    assertThat(seen.steps()).containsExactly(CONTENT, MORE, LAST);
    assertThat(seen.reading().usage()).isEqualTo(Usage.ofText(9, 0, 0, 5, 0, Source.PROVIDER));
    var groq = data("{'choices':[],'x_groq':{'usage':{'prompt_tokens':3,'completion_tokens':4}}}");
    assertThat(stream(groq).reading().usage())
        .isEqualTo(Usage.ofText(3, 0, 0, 4, 0, Source.PROVIDER));
    assertThat(stream(TEXT).reading().usage()).isEqualTo(Usage.NONE);
  }

  @Test
  void aWholeAnswerIsJudgedAtItsEnd() {
    var seen =
        whole(
            "{'id':'c','choices':[{'message':{'role':'assistant','content':'Hi'},'finish_reason':"
                + "'stop'}],'usage':{'prompt_tokens':9,'completion_tokens':5,'total_tokens':14}}");
    assertThat(seen.steps()).containsExactly(MORE, LAST);
    assertThat(seen.reading().finish()).contains(Finish.STOP);
    assertThat(seen.reading().usage().output()).isEqualTo(5);
    assertThat(seen.reading().isEmpty()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{}",
        "[]",
        "null",
        "1",
        "'x'",
        "{'choices':[]}",
        "{'choices':null}",
        "{'choices':{'message':{'content':'x'}}}",
        "{'choices':[{}]}",
        "<html><body>Sign in</body></html>",
        "{'error':{'message':'x','code':504}}",
        "{'error':'gone'}",
        "{'choices':[{'message':{'content':'x'}}]",
        "data: {}\n\n",
        "{'choices':[{'message':{'content':'x'}}]}}",
        "{'choices':[{'message':{'content':'x'}}]} 1",
        "{'choices':[{'message':{'content':'x'}}],'error':{'code':'429'}}",
      })
  void isNoWholeAnswer(String body) {
    assertThat(whole(body).last()).isEqualTo(BROKEN);
  }

  @Test
  void anErrorInTheBodyOfA200IsRead() {
    assertThat(whole("{'error':{'message':'x','code':504}}").reading().error())
        .contains(new VendorError(null, "504", "x"));
    assertThat(whole("{'error':'gone'}").reading().error())
        .contains(new VendorError(null, null, "gone"));
    assertThat(whole("{}").reading().error()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'content':null,'tool_calls':[{'function':{'name':'f','arguments':'{}'}}]}|tool_calls|false|TOOL_CALLS",
        "{'content':''}|stop|true|STOP",
        "{'content':null,'refusal':'no'}|stop|false|CONTENT_FILTER",
        "{'content':null,'reasoning_content':'hm'}|length|true|LENGTH",
      })
  void oddAnswersSayWhatTheyAre(String message, String reason, boolean empty, Finish finish) {
    var seen = whole("{'choices':[{'message':" + message + ",'finish_reason':'" + reason + "'}]}");
    assertThat(seen.last()).isEqualTo(LAST);
    assertThat(seen.reading().isEmpty()).isEqualTo(empty);
    assertThat(seen.reading().finish()).contains(finish);
  }
}
