package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedTest {
  private static final Paths<List<String>> PATHS =
      new Paths<List<String>>()
          .on("a.b", (seen, json) -> seen.add("a.b " + json.getString()))
          .on("c[]", (seen, json) -> seen.add("c[] " + json.currentToken()))
          .after("c[]", (seen, _) -> seen.add("c[] over"))
          .on("c[].d", (seen, json) -> seen.add("c[].d " + json.getString()))
          .on("e[][].f", (seen, json) -> seen.add("e[][].f " + json.getString()))
          .on("[].g", (seen, json) -> seen.add("[].g " + json.getString()));

  /// What is seen of a value, given whole and cut by chance, which must be the same.
  private static List<String> seen(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    var whole = new ArrayList<String>();
    assertThat(new Walk<>(PATHS, whole).through(bytes, 0, bytes.length)).isTrue();
    for (long seed = 0; seed < 50; seed++) {
      var cut = new ArrayList<String>();
      assertThat(fed(bytes, seed, 100, cut)).isTrue();
      assertThat(cut).isEqualTo(whole);
    }
    return whole;
  }

  private static boolean fed(byte[] bytes, long seed, int limit, List<String> seen) {
    var feed = new Feed<>(PATHS, seen, limit);
    int from = 0;
    for (int to : Watched.cuts(bytes.length, seed)) {
      if (!feed.take(bytes, from, to)) {
        return false;
      }
      from = to;
    }
    return feed.end();
  }

  @Test
  void seesWhatWasAskedForAndNothingElse() {
    assertThat(seen("{'x':{'a':{'b':1}},'a':{'x':[{'b':2}],'b':3,'b':4},'b':5,'a.b':6}"))
        .containsExactly("a.b 3", "a.b 4");
    assertThat(seen("{'c':[1,{'d':2,'x':[]},[3],{'y':{'d':4}}],'d':5}"))
        .containsExactly(
            "c[] VALUE_NUMBER_INT",
            "c[] START_OBJECT",
            "c[].d 2",
            "c[] over",
            "c[] START_ARRAY",
            "c[] over",
            "c[] START_OBJECT",
            "c[] over");
    assertThat(seen("{'e':[[{'f':1}],[],[{'f':2},{'f':3}],{'f':4}],'f':5}"))
        .containsExactly("e[][].f 1", "e[][].f 2", "e[][].f 3");
    assertThat(seen("{'c':{'x':[[1],2],'y':3}}")).isEmpty();
    assertThat(seen("[{'g':1},[{'g':2}],{'g':3}]")).containsExactly("[].g 1", "[].g 3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "'x'", "[]", "{}", "{'a':[{'b':1}],'c':{'d':1}}", " {} \n"})
  void aValueOfAnotherShapeShowsNothing(String json) {
    assertThat(seen(json)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "{}}",
        "{} {}",
        "1 2",
        "{'a'}",
        "[1 2]",
        "'x",
        "tru",
        "nul",
        "01",
        "{'a':'\\x'}",
        "{'a':'\\u12'}",
        "{'a':'\u0001'}",
        "\u00a0{}",
        "{'a':1]",
      })
  void saysWhenItIsNoJson(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    assertThat(new Walk<>(PATHS, new ArrayList<>()).through(bytes, 0, bytes.length)).isFalse();
    for (long seed = 0; seed < 20; seed++) {
      assertThat(fed(bytes, seed, 100, new ArrayList<>())).isFalse();
    }
  }

  /// Jackson's non-blocking parser takes these two.
  @ParameterizedTest
  @ValueSource(strings = {"{'a':}", "{'a':1,}"})
  void saysWhenAWholeValueIsNoJson(String json) {
    byte[] bytes = json.replace('\'', '"').getBytes(UTF_8);
    assertThat(new Walk<>(PATHS, new ArrayList<>()).through(bytes, 0, bytes.length)).isFalse();
  }

  @Test
  void invalidUtf8IsNoJson() {
    byte[] bytes = {'{', '"', 'a', '"', ':', '"', (byte) 0xC3, '(', '"', '}'};
    assertThat(new Walk<>(PATHS, new ArrayList<>()).through(bytes, 0, bytes.length)).isFalse();
    assertThat(fed(bytes, 1, 100, new ArrayList<>())).isFalse();
  }

  @Test
  void aWalkMayBeUsedAgainAfterOneThatFailed() {
    var seen = new ArrayList<String>();
    var walk = new Walk<>(PATHS, seen);
    byte[] broken = "{\"a\":{\"x\":[[".getBytes(UTF_8);
    byte[] sound = "{\"a\":{\"b\":1}}".getBytes(UTF_8);
    assertThat(walk.through(broken, 0, broken.length)).isFalse();
    assertThat(walk.through(sound, 0, sound.length)).isTrue();
    assertThat(seen).containsExactly("a.b 1");
  }

  private static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void clipsStringsBetweenCharacters(long seed) {
    String unit = "\u20ac\\u20ac\\\"\\\\\ud83d\ude00x";
    String json =
        "{\"x\":\"" + unit.repeat(50) + "\\\\\",\"a\":{\"b\":\"" + unit.repeat(50) + "\"}}";
    var seen = new ArrayList<String>();
    int limit = 100 + (int) seed;
    assertThat(fed(json.getBytes(UTF_8), seed, limit, seen)).isTrue();
    String clipped = seen.getFirst().substring(4);
    assertThat("\u20ac\u20ac\"\\\ud83d\ude00x".repeat(50)).startsWith(clipped);
    assertThat(clipped).doesNotContain("\ufffd").hasSizeBetween(limit / 4, limit);
  }
}
