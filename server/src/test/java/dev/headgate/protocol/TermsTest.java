package dev.headgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TermsTest {
  private static Terms whole(Surface surface, String json) {
    return Watched.whole(surface, json.replace('\'', '"')).reading().terms();
  }

  private static Terms stream(Surface surface, String... data) {
    String[] events = new String[data.length];
    for (int i = 0; i < data.length; i++) {
      events[i] = "data: " + data[i].replace('\'', '"') + "\n\n";
    }
    return Watched.stream(surface, events).reading().terms();
  }

  @Test
  void standWhereEachVendorPutsThem() {
    assertThat(whole(Surface.CHAT, "{'model':'gpt-6-luna-2026-01-15','service_tier':'priority'}"))
        .isEqualTo(new Terms("gpt-6-luna-2026-01-15", "priority", null, null));
    assertThat(whole(Surface.RESPONSES, "{'model':'gpt-6-luna','service_tier':'flex'}"))
        .isEqualTo(new Terms("gpt-6-luna", "flex", null, null));
    assertThat(whole(Surface.EMBEDDINGS, "{'model':'text-embedding-4','data':[]}"))
        .isEqualTo(new Terms("text-embedding-4", null, null, null));
    String usage = "'usage':{'service_tier':'batch','speed':'fast','inference_geo':'us'}";
    assertThat(whole(Surface.MESSAGES, "{'model':'claude-opus-5-5'," + usage + "}"))
        .isEqualTo(new Terms("claude-opus-5-5", "batch", "fast", "us"));
    assertThat(whole(Surface.COUNT_TOKENS, "{'input_tokens':1}")).isEqualTo(Terms.NONE);
  }

  @Test
  void theLastWordOfAStreamCounts() {
    assertThat(
            stream(
                Surface.CHAT,
                "{'model':'m','service_tier':'auto','choices':[{'delta':{'content':'a'}}]}",
                "{'model':'m','service_tier':'priority','choices':[{'delta':{'content':'b'}}]}",
                "{'model':'m','service_tier':null,'choices':[{'delta':{'content':'c'}}]}"))
        .isEqualTo(new Terms("m", "priority", null, null));
    assertThat(
            stream(
                Surface.RESPONSES,
                "{'type':'response.created','response':{'model':'m','service_tier':'auto'}}",
                "{'type':'response.completed','response':{'model':'m','service_tier':'flex'}}"))
        .isEqualTo(new Terms("m", "flex", null, null));
    assertThat(
            stream(
                Surface.MESSAGES,
                "{'type':'message_start','message':{'model':'m','usage':{'service_tier':'standard',"
                    + "'inference_geo':'us'}}}",
                "{'type':'message_delta','delta':{},'usage':{'speed':'fast'}}"))
        .isEqualTo(new Terms("m", "standard", "fast", "us"));
  }

  @Test
  void onlyStringsCountAndLongOnesAreCut() {
    assertThat(whole(Surface.CHAT, "{'model':7,'service_tier':{'a':'b'}}")).isEqualTo(Terms.NONE);
    assertThat(whole(Surface.CHAT, "{'model':'','service_tier':[]}")).isEqualTo(Terms.NONE);
    assertThat(whole(Surface.CHAT, "{'model':'" + "m".repeat(100_000) + "'}").model())
        .isEqualTo("m".repeat(64));
    assertThat(whole(Surface.CHAT, "{'model':'" + "m".repeat(63) + "\ud83d\ude00'}").model())
        .isEqualTo("m".repeat(63));
  }
}
