package dev.headgate.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountsTest {
  private static final List<String> VALUES =
      List.of(
          "0",
          "1",
          "-1",
          "7",
          "1e400",
          "-1e400",
          "NaN",
          "Infinity",
          "1.5",
          "9223372036854775807",
          "9223372036854775808",
          "-9223372036854775809",
          "9007199254740992",
          "null",
          "true",
          "'12'",
          "''",
          "[]",
          "{}",
          "[1,2]");
  private static final List<String> NAMES =
      List.of(
          "prompt_tokens",
          "completion_tokens",
          "total_tokens",
          "input_tokens",
          "output_tokens",
          "prompt_tokens_details",
          "completion_tokens_details",
          "input_tokens_details",
          "output_tokens_details",
          "cached_tokens",
          "cache_write_tokens",
          "cache_write_tokens_details",
          "ttl_30m_tokens",
          "ttl_12h_tokens",
          "audio_tokens",
          "image_tokens",
          "reasoning_tokens",
          "thinking_tokens",
          "cache_read_input_tokens",
          "cache_creation_input_tokens",
          "cache_creation",
          "ephemeral_5m_input_tokens",
          "ephemeral_1h_input_tokens",
          "server_tool_use",
          "web_search_requests",
          "iterations",
          "citation_tokens",
          "server_side_tool_usage_details",
          "x_search_calls");

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

  @ParameterizedTest
  @ValueSource(
      strings = {"'9'", "true", "[9]", "{}", "1e300", "9223372036854775808", "1e400", "NaN"})
  void whatIsNoCountSaysNothingButLeavesADoubt(String count) {
    assertThat(chat("{'prompt_tokens':7,'prompt_tokens':" + count + ",'completion_tokens':1}"))
        .isEqualTo(Usage.ofText(7, 0, 0, 1, 0, Source.DISPUTED));
  }

  @Test
  void oddCountsAreTamed() {
    assertThat(chat("{'prompt_tokens':7,'prompt_tokens':null,'completion_tokens':3.0}"))
        .isEqualTo(Usage.ofText(7, 0, 0, 3, 0, Source.PROVIDER));
    assertThat(chat("{'prompt_tokens':-5,'completion_tokens':3}"))
        .isEqualTo(Usage.ofText(0, 0, 0, 3, 0, Source.DISPUTED));
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

  @ParameterizedTest
  @MethodSource("seeds")
  void nothingInThePlaceOfUsageCrashesOrIsNegative(long seed) {
    var random = new Random(seed);
    for (Surface surface : List.of(Surface.CHAT, Surface.RESPONSES, Surface.MESSAGES)) {
      String usage = odd(random, 4);
      String body = "{'choices':[{'finish_reason':'stop'}],'content':[],'stop_reason':'end_turn',";
      var seen =
          Watched.whole(surface, (body + "'output':[],'usage':" + usage + "}").replace('\'', '"'));
      for (Usage read : List.of(seen.reading().usage(), seen.reading().usageSoFar())) {
        for (Unit unit : Unit.values()) {
          assertThat(read.of(unit)).as("%s of %s", unit, usage).isNotNegative();
        }
        assertThat(read.input()).isNotNegative();
        assertThat(read.output()).isNotNegative();
      }
    }
  }

  private static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  /// Any JSON, most of all objects of names that mean something.
  private static String odd(Random random, int depth) {
    String one = VALUES.get(random.nextInt(VALUES.size()));
    if (depth == 0 || random.nextInt(4) == 0) {
      return one;
    }
    var members = new StringJoiner(",");
    for (int i = random.nextInt(12); i >= 0; i--) {
      String value = random.nextInt(3) == 0 ? odd(random, depth - 1) : one(random);
      members.add("'" + NAMES.get(random.nextInt(NAMES.size())) + "':" + value);
    }
    return random.nextInt(8) == 0 ? "[{" + members + "}]" : "{" + members + "}";
  }

  private static String one(Random random) {
    return random.nextBoolean()
        ? String.valueOf(random.nextLong(-5, 1L << random.nextInt(63)))
        : VALUES.get(random.nextInt(VALUES.size()));
  }

  @Test
  void noCountIsNoUsage() {
    assertThat(chat("{}")).isEqualTo(Usage.NONE);
    assertThat(chat("null")).isEqualTo(Usage.NONE);
    assertThat(chat("[1]")).isEqualTo(Usage.NONE);
    assertThat(chat("{'prompt_tokens':0,'completion_tokens':0}").isKnown()).isTrue();
  }
}
