package dev.headgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountsTest {
  private static Usage chat(String usage) {
    return read(Surface.CHAT, "{'choices':[],'usage':" + usage + "}");
  }

  private static Usage read(Surface surface, String json) {
    return Watched.whole(surface, json.replace('\'', '"')).reading().usage();
  }

  @ParameterizedTest
  @CsvSource({
    "500, 500, 200, 1000, 500, PROVIDER", // reasoning inside
    "33, 1, 375, 409, 376, PROVIDER", // outside
    "33, , 40, 73, 40, PROVIDER", // alone
    "500, 500, 700, 1000, 1200, DISPUTED", // neither
    "10, 5, , , 5, PROVIDER",
    "10, 5, 3, , 5, PROVIDER",
    "10, 5, 8, , 13, PROVIDER",
    "10, 5, , 100, 90, DISPUTED", // hidden in the total, as Gemini's thoughts are
    "10, 5, 3, 12, 8, DISPUTED",
    "10, 5, 2, 0, 7, DISPUTED",
    ", 5, , 15, 5, PROVIDER",
  })
  void theTotalDecidesWhereReasoningStands(
      Long prompt, Long completion, Long reasoning, Long total, long output, Source source) {
    String usage =
        member("prompt_tokens", prompt)
            + member("completion_tokens", completion)
            + member("total_tokens", total)
            + (reasoning == null
                ? ""
                : "'completion_tokens_details':{"
                    + member("reasoning_tokens", reasoning)
                    + "'x':1},");
    Usage read = chat("{" + usage + "'x':1}");
    assertThat(read.output()).isEqualTo(output);
    assertThat(read.source()).isEqualTo(source);
    assertThat(read.input()).isEqualTo(prompt == null ? 10 : prompt);
    assertThat(read.reasoning()).isEqualTo(reasoning == null ? 0 : reasoning);
    String inResponses =
        usage.replace("prompt_", "input_").replace("completion_", "output_") + "'x':1";
    assertThat(read(Surface.RESPONSES, "{'output':[],'usage':{" + inResponses + "}}"))
        .isEqualTo(read);
  }

  private static String member(String name, Long value) {
    return value == null ? "" : "'" + name + "':" + value + ",";
  }

  @Test
  void cachedInputIsPartOfThePrompt() {
    String details = "'prompt_tokens_details':{'cached_tokens':60,'cache_write_tokens':30}";
    assertThat(chat("{'prompt_tokens':100,'completion_tokens':1," + details + "}"))
        .isEqualTo(Usage.ofText(10, 60, 30, 1, 0, Source.PROVIDER));
    assertThat(chat("{'prompt_tokens':50,'completion_tokens':1," + details + "}"))
        .isEqualTo(Usage.ofText(50, 60, 30, 1, 0, Source.DISPUTED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'prompt_cache_hit_tokens':6,'prompt_cache_miss_tokens':4",
        "'cached_tokens':6",
        "'prompt_tokens_details':{'cached_tokens':6}",
      })
  void vendorsCountTheirCacheAtVariousPlaces(String cached) {
    assertThat(chat("{'prompt_tokens':10,'completion_tokens':2," + cached + "}"))
        .isEqualTo(Usage.ofText(4, 6, 0, 2, 0, Source.PROVIDER));
  }

  @Test
  void anthropicCountsCachedInputBesideTheRest() {
    String usage =
        "'input_tokens':10,'cache_read_input_tokens':60,'cache_creation_input_tokens':30,"
            + "'output_tokens':7,'output_tokens_details':{'thinking_tokens':3}";
    assertThat(read(Surface.MESSAGES, "{'content':[],'usage':{" + usage + "}}"))
        .isEqualTo(Usage.ofText(10, 60, 30, 7, 3, Source.PROVIDER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "'9'", "true", "[9]", "{}", "1e300", "9007199254740993e1", "NaN"})
  void whatIsNoCountSaysNothing(String count) {
    assertThat(chat("{'prompt_tokens':7,'prompt_tokens':" + count + ",'completion_tokens':1}"))
        .isEqualTo(Usage.ofText(7, 0, 0, 1, 0, Source.PROVIDER));
  }

  @Test
  void oddCountsAreTamed() {
    assertThat(chat("{'prompt_tokens':-5,'completion_tokens':3.0}"))
        .isEqualTo(Usage.ofText(0, 0, 0, 3, 0, Source.PROVIDER));
    assertThat(chat("{'prompt_tokens':123456789012345678901234567890,'completion_tokens':1}"))
        .isEqualTo(Usage.ofText(0, 0, 0, 1, 0, Source.PROVIDER));
    long most = 1L << 53;
    Usage huge =
        chat(
            "{'prompt_tokens':"
                + most
                + ",'completion_tokens':"
                + most
                + ",'total_tokens':1,"
                + "'completion_tokens_details':{'reasoning_tokens':"
                + most
                + "}}");
    assertThat(huge.output()).isEqualTo(2 * most);
  }

  @Test
  void noCountIsNoUsage() {
    assertThat(chat("{}")).isEqualTo(Usage.NONE);
    assertThat(chat("null")).isEqualTo(Usage.NONE);
    assertThat(chat("[1]")).isEqualTo(Usage.NONE);
    assertThat(chat("{'prompt_tokens':0,'completion_tokens':0}").isKnown()).isTrue();
  }
}
