package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Decision.Yes;
import dev.headgate.config.Problems;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What the check lets through, the engine fills: no file that loads can fail a call.
class TagsTest {
  private static final String HEAD =
      "---\ninputs: { q: string, b: boolean, l: list }\n---\n# user\n";

  /// So that every input is used, and every kind of section is there to be broken.
  private static final String ALL = "{{q}}{{#b}}yes{{/b}}{{#l}}{{.}}{{^-last}}, {{/-last}}{{/l}}";

  private static final List<String> PIECES =
      List.of(
          "{{q}}",
          "{{{q}}}",
          "{{#q}}",
          "{{/q}}",
          "{{^q}}",
          "{{b}}",
          "{{#b}}",
          "{{^b}}",
          "{{/b}}",
          "{{#l}}",
          "{{^l}}",
          "{{/l}}",
          "{{.}}",
          "{{-index}}",
          "{{#-first}}",
          "{{/-first}}",
          "{{#.}}",
          "{{/.}}",
          "{{! note }}",
          "{{ & q }}",
          "{{",
          "}}",
          "{",
          "}",
          "#",
          "/",
          "q",
          " ",
          "\n",
          "!");

  @ParameterizedTest
  @MethodSource("seeds")
  void whatPassesTheCheckFillsWithoutFail(long seed) {
    var random = new Random(seed);
    Inputs inputs = inputs("{\"q\":\"{{q}}\",\"b\":" + random.nextBoolean() + ",\"l\":[\"a\",1]}");
    int sound = 0;
    for (int i = 0; i < 1_000; i++) {
      var problems = new Problems();
      Prompt prompt = PromptFileTest.read(HEAD + ALL + text(random), problems);
      if (problems.isEmpty()) {
        sound++;
        assertThat(prompt.fill(inputs)).isInstanceOf(Yes.class);
      }
    }
    assertThat(sound).isBetween(100, 900);
  }

  private static String text(Random random) {
    var text = new StringBuilder();
    for (int left = random.nextInt(8); left > 0; left--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }

  private static Inputs inputs(String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return ((Yes<Inputs>) Inputs.read(bytes, 0, bytes.length)).value();
  }

  static IntStream seeds() {
    return IntStream.range(0, 10);
  }
}
