package dev.headgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageRemovalTest {
  private static String rendered(String... events) {
    return Watched.rendered(Renderings.withoutInjectedUsage(), events);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '>',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"usage\":null} > {\"a\":1}",
        "{\"usage\":null,\"a\":1} > {\"a\":1}",
        "{\"a\":1,\"usage\":null,\"b\":2} > {\"a\":1,\"b\":2}",
        "{\"usage\":null} > {}",
        "{\"usage\":null,\"a\":1,\"usage\":null} > {\"a\":1}",
        "{\"a\":{\"b\":1,\"usage\":null}} > {\"a\":{\"b\":1,\"usage\":null}}",
        "{\"a\":1,\"usage\":null } > {\"a\":1 }",
        "{ \"a\" : 1 , \"usage\" : null , \"b\" : 2 } > { \"a\" : 1  , \"b\" : 2 }",
        "{ \"usage\" : null , \"a\":1} > {  \"a\":1}",
        "{\"a\":1,\"usage\":null,\"usage\":null} > {\"a\":1}",
        "{\"usage\":null,\"usage\":null,\"a\":1} > {\"a\":1}",
        "{\"choices\":[{\"d\":1}],\"usage\":{\"x\":{\"y\":1}},\"b\":2} > {\"choices\":[{\"d\":1}],\"b\":2}",
        "{\"x\":\"\\\"usage\\\":null\",\"usage\":null} > {\"x\":\"\\\"usage\\\":null\"}",
        "{\"x\":{\"usage\":null},\"y\":\"usage\"} > {\"x\":{\"usage\":null},\"y\":\"usage\"}",
        "{\"caf\u00e9\":\"\u20ac\",\"usage\":null} > {\"caf\u00e9\":\"\u20ac\"}",
        "{\"usage\":3} > {\"usage\":3}",
        "{\"a\":1,\"usage\":null > {\"a\":1,\"usage\":null",
      })
  void losesTheMemberAndOneComma(String before, String after) {
    assertThat(rendered("data: " + before + "\r\n\r\n")).isEqualTo("data: " + after + "\r\n\r\n");
    assertThat(rendered("id: 1\ndata:" + before + "\n\n"))
        .isEqualTo("id: 1\ndata:" + after + "\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"x\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}",
        "{\"id\":\"x\",\"usage\":{\"prompt_tokens\":1}}",
        "{\"id\":\"x\",\"choices\":null,\"usage\":{\"prompt_tokens\":1}}",
        "{\"usage\":{},\"choices\":[ ]}",
      })
  void dropsTheChunkThatIsOnlyUsage(String chunk) {
    assertThat(rendered("data: {\"a\":1}\n\n", "data: " + chunk + "\n\n", "data: [DONE]\n\n"))
        .isEqualTo("data: {\"a\":1}\n\ndata: [DONE]\n\n");
  }

  @Test
  void keepsAChunkThatHoldsMore() {
    assertThat(rendered("data: {\"choices\":[],\"usage\":{},\"prompt_filter_results\":[{}]}\n\n"))
        .isEqualTo("data: {\"choices\":[],\"prompt_filter_results\":[{}]}\n\n");
    assertThat(rendered("data: {\"choices\":[],\"usage\":null}\n\n"))
        .isEqualTo("data: {\"choices\":[]}\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ": OPENROUTER PROCESSING\n\n",
        ": \"usage\"\n\n",
        "data: {\"choices\":[],\"prompt_filter_results\":[]}\n\n",
        "data: [\"usage\"]\n\n",
        "data: \"usage\"\n\n",
        "data: [DONE]\n\n",
        "event: x\n\n",
        "\r\n",
      })
  void leavesEverythingElseAlone(String event) {
    assertThat(rendered(event)).isEqualTo(event);
  }

  @Test
  void leavesAChunkAloneThatNamesItsUsageTooOften() {
    String often = "data: {" + "\"usage\":null,".repeat(9) + "\"a\":1}\n\n";
    assertThat(rendered(often)).isEqualTo(often);
    String atMost = "data: {" + "\"usage\":null,".repeat(7) + "\"a\":1}\n\n";
    assertThat(rendered(atMost)).isEqualTo("data: {\"a\":1}\n\n");
  }

  @Test
  void cutsAcrossDataLines() {
    assertThat(rendered("data: {\"a\":1,\ndata: \"usage\":\ndata: null}\nid: 1\n\n"))
        .isEqualTo("data: {\"a\":1}\nid: 1\n\n");
    assertThat(rendered("data: {\"a\":1\ndata: ,\"usage\":null\ndata:,\"b\":2}\n\n"))
        .isEqualTo("data: {\"a\":1\ndata: \ndata:,\"b\":2}\n\n");
  }

  @Test
  void theUnchangedRenderingKeepsEveryByte() {
    assertThat(Watched.rendered(Renderings.unchanged(), "{\"usage\":", "null}"))
        .isEqualTo("{\"usage\":null}");
  }
}
