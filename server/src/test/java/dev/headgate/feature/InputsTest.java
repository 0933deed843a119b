package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Decision;
import dev.headgate.base.Decision.No;
import dev.headgate.base.Decision.Yes;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InputsTest {
  @ParameterizedTest
  @ValueSource(strings = {"1.50", "1e400", "-0", "12345678901234567890", "1E+2"})
  void aNumberKeepsItsSpelling(String number) {
    assertThat(inputs(members("n", number)).find("n")).contains(new Input.Numeral(number));
  }

  @Test
  void readsOnlyItsPartOfTheBody() {
    byte[] body = "{\"inputs\": {\"a\": \"b\"} , \"inputs\": 1".getBytes(UTF_8);

    assertThat(Inputs.read(body, 11, 21)).isInstanceOf(Yes.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"[] | list", "\"a\" | string", "null | null", "7 | number", "'' | nothing"})
  void refusesWhatIsNoObject(String json, String found) {
    assertThat(refusal(json))
        .isEqualTo(
            new Refusal(
                Code.INVALID_INPUTS, "inputs: " + found + " (expected: an object)", "inputs"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"a\"",
        "{\"a\":}",
        "{\"a\":1,}",
        "{\"a\":1} {}",
        "{\"a\":[1",
        "{a:1}",
        "{\"a\":NaN}",
        "tru",
        "{\"a\":01}"
      })
  void refusesMalformedJson(String json) {
    assertThat(refusal(json))
        .isEqualTo(new Refusal(Code.INVALID_JSON, "inputs: malformed JSON", "inputs"));
  }

  @Test
  void refusesBytesThatAreNoUtf8() {
    byte[] json = {'{', '"', 'a', '"', ':', '"', (byte) 0xff, '"', '}'};

    assertThat(((No<?>) Inputs.read(json, 0, json.length)).refusal().code())
        .isEqualTo(Code.INVALID_JSON);
  }

  @Test
  void refusesDeepNestingWithoutFollowingIt() {
    assertThat(refusal(members("a", "[".repeat(10_000))).code()).isEqualTo(Code.INVALID_JSON);
    assertThat(refusal(members("a", "{\"a\":".repeat(10_000))).code()).isEqualTo(Code.INVALID_JSON);
  }

  @Test
  void refusesANameGivenTwice() {
    assertThat(refusal("{\"a\": 1, \"b\": 2, \"a\": 1}"))
        .isEqualTo(new Refusal(Code.DUPLICATE_MEMBER, "inputs.a: given twice", "inputs.a"));
    assertThat(refusal("{\"a\": null, \"\\u0061\": 1}").code()).isEqualTo(Code.DUPLICATE_MEMBER);
  }

  @Test
  void refusesMoreThan64Members() {
    assertThat(inputs(many(64)).names()).hasSize(64);
    assertThat(refusal(many(65)).message()).isEqualTo("inputs: more than 64 members");
  }

  @Test
  void refusesMoreThan1000Items() {
    assertThat(inputs(members("l", "[0" + ",0".repeat(999) + "]")).names()).containsExactly("l");
    assertThat(refusal(members("l", "[0" + ",0".repeat(1_000_000) + "]")))
        .isEqualTo(new Refusal(Code.INVALID_INPUTS, "inputs.l: more than 1000 items", "inputs.l"));
  }

  private static String many(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "\"i" + i + "\":0")
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String members(String name, String value) {
    return "{\"" + name + "\":" + value + "}";
  }

  private static Decision<Inputs> read(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return Inputs.read(bytes, 0, bytes.length);
  }

  private static Inputs inputs(String json) {
    return ((Yes<Inputs>) read(json)).value();
  }

  private static Refusal refusal(String json) {
    return ((No<?>) read(json)).refusal();
  }
}
