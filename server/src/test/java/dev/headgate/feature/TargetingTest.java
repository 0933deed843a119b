package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Decision;
import dev.headgate.base.Decision.No;
import dev.headgate.base.Decision.Yes;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RW-10: what a targeting key is, and what is none.
class TargetingTest {
  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\""})
  void rw10NullAndEmptyAreAbsentAndServedByCall(String json) {
    assertThat(read(json)).isEqualTo(Decision.yes(new Targeting.ByCall()));
  }

  @Test
  void rw10WithoutAKeyEachCallIsDrawn() {
    var random = new Random(10);
    long low =
        IntStream.range(0, 2_000)
            .filter(_ -> new Targeting.ByCall().bucket("a", random) < 50_000)
            .count();

    assertThat(low).isBetween(926L, 1_074L);
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "undefined", "null", "A", "a", "é", "e\u0301", "a\u0000b", "用户🙂"})
  void rw10AnyTextIsAKeyAsItIsAndKeepsItsBucket(String text) {
    var random = new Random(10);
    var key = key(text);

    assertThat(key.text()).isEqualTo(text);
    assertThat(IntStream.range(0, 50).map(_ -> key.bucket("a", random)))
        .containsOnly(Bucket.of("a", text));
  }

  @Test
  void rw10SpellingsThatLookAlikeAreDifferentKeys() {
    assertThat(key("é").bucket("a", new Random(1)))
        .isNotEqualTo(key("e\u0301").bucket("a", new Random(1)));
    assertThat(key("A").bucket("a", new Random(1)))
        .isNotEqualTo(key("a").bucket("a", new Random(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "42 | number",
        "1.5 | number",
        "true | boolean",
        "[] | list",
        "{} | object",
        "[[[ | list",
        "'' | nothing",
        "tru | malformed JSON",
        "\"\\ud800\" | a string with half a surrogate pair"
      })
  void rw10AnythingElseIsRefusedNamingTheMember(String json, String found) {
    Refusal refusal = refusal(read(json));

    assertThat(refusal.code()).isEqualTo(Code.INVALID_TARGETING_KEY);
    assertThat(refusal.param()).isEqualTo("targeting_key");
    assertThat(refusal.message())
        .isEqualTo("targeting_key: " + found + " (expected: a string of 1 to 256 bytes)");
  }

  @Test
  void theBoundIs256BytesNotCharacters() {
    assertThat(key("é".repeat(128)).text()).hasSize(128);
    assertThat(refusal(Targeting.of("user", "é".repeat(128) + "a")).message())
        .startsWith("user: a longer string");
    assertThat(refusal(Targeting.of("user", "x".repeat(10_240))).message()).hasSizeLessThan(100);
  }

  @Test
  void aKeyIsNotPrinted() {
    assertThat(key("jane@example.org")).hasToString("[targeting key]");
  }

  private static Targeting.Key key(String text) {
    return switch (Targeting.of("targeting_key", text)) {
      case Yes(Targeting.Key key) -> key;
      case Decision<Targeting> other -> throw new AssertionError(other);
    };
  }

  private static Decision<Targeting> read(String json) {
    byte[] body = ("{" + json + "}").getBytes(UTF_8);
    return Targeting.read("targeting_key", body, 1, body.length - 1);
  }

  private static Refusal refusal(Decision<?> decision) {
    return ((No<?>) decision).refusal();
  }
}
