package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Decision;
import dev.headgate.base.Decision.No;
import dev.headgate.base.Decision.Yes;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.config.ConfigFile;
import dev.headgate.config.Environment;
import dev.headgate.config.Problems;
import dev.headgate.feature.Feature.Assignment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureTest {
  private static final String TWO_VARIANTS =
      """
      features:
        reply:
          variants:
            control: { model: fast, prompt: v1.md }
            candidate: { model: openai/gpt-6-luna, prompt: v2.md }
      """;

  @TempDir private Path directory;

  @BeforeEach
  void writePrompts() throws IOException {
    Files.writeString(directory.resolve("v1.md"), "# user\nHello\n");
    Files.writeString(directory.resolve("v2.md"), "# user\nGood day\n");
  }

  @Test
  void whatIsLeftOutHasItsDefault() {
    Feature reply = reply(TWO_VARIANTS);

    assertThat(reply.salt()).isEqualTo("reply");
    assertThat(reply.fallback()).isNull();
    assertThat(reply.variants()).extracting(Variant::name).containsExactly("control", "candidate");
    assertThat(reply.variants()).extracting(Variant::maxOutputTokens).containsOnly(1_024);
    assertThat(reply.allocation().variantOf(0)).isEqualTo("control");
  }

  @Test
  void everySettingIsRead() {
    Feature reply =
        reply(
            """
            features:
              reply:
                max-output-tokens: 400
                fallback: "Sorry."
                salt: reply-2
                variants:
                  control: { model: fast, prompt: v1.md }
                  candidate:
                    model: openrouter/a/b:free
                    prompt: v2.md
                    max-output-tokens: 800
                    parameters: { temperature: 0.50, stop: ["\\n"], reasoning: { effort: low } }
                serve: { candidate: 5%, control: 95.000 % }
            """);

    assertThat(reply.salt()).isEqualTo("reply-2");
    assertThat(reply.fallback()).isEqualTo("Sorry.");
    Variant candidate = reply.variants().get(1);
    assertThat(candidate.model()).isEqualTo("openrouter/a/b:free");
    assertThat(candidate.maxOutputTokens()).isEqualTo(800);
    assertThat(reply.variants().getFirst().maxOutputTokens()).isEqualTo(400);
    assertThat(candidate.parameters())
        .isEqualTo(
            Map.of(
                "temperature", "0.50", "stop", "[\"\\n\"]", "reasoning", "{\"effort\":\"low\"}"));
    assertThat(reply.allocation())
        .isEqualTo(AllocationTest.serve(List.of("control", "candidate"), "candidate", "5%"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"candidate", "{ candidate: 100% }", "{ control: 0%, candidate: 100% }"})
  void serveTakesANameOrShares(String serve) {
    assertThat(reply(serving(serve)).allocation().variantOf(99_999)).isEqualTo("candidate");
  }

  @Test
  void theDefaultIsTheFirstListedWhateverTheOrderWithinServe() {
    Allocation allocation = reply(serving("{ candidate: 10%, control: 90% }")).allocation();

    assertThat(allocation.variantOf(0)).isEqualTo("candidate");
    assertThat(allocation)
        .isEqualTo(reply(serving("{ control: 90%, candidate: 10% }")).allocation());
  }

  @Test
  void serveNoneTurnsTheFeatureOff() {
    Feature off = reply(serving("none"));

    assertThat(off.isOff()).isTrue();
    assertThat(((No<?>) off.choose(new Targeting.Key("a"), new Random(1))).refusal())
        .isEqualTo(new Refusal(Code.FEATURE_DISABLED, "feature reply is off"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "contrl | serve: no variant of this name (expected: control, candidate); did you mean control?",
        "off | serve: no variant of this name (expected: control, candidate)",
        "{ control: 95% } | serve: adds up to 95% (expected: 100%)",
        "{ control: 95%, candidate: 5.001% } | serve: adds up to 100.001% (expected: 100%)",
        "{ control: 95, candidate: 5% } | serve.control: share: 95 (expected: a percentage, as 5%)",
        "{ control: 99.9999%, candidate: 5% } | serve.control: share: 99.9999% (expected: steps of 0.001%, at most 100%)",
        "{ control: 95%, candidat: 5% } | serve.candidat: no variant of this name (expected: control, candidate); did you mean candidate?",
        "{ none: 100% } | serve.none: no variant of this name (expected: control, candidate)",
        "[control] | serve: a list (expected: a text)"
      })
  void aServeThatCannotBeIsAProblem(String serve, String problem) {
    assertThat(problems(serving(serve))).isEqualTo("headgate.yaml:6: features.reply." + problem);
  }

  @Test
  void allProblemsAreNotedAtOnce() throws IOException {
    Files.writeString(directory.resolve("bad.md"), "# user\n{{question}}\n");

    assertThat(
            problems(
                """
                features:
                  Größe: {}
                  empty:
                    max-output-tokens: 0
                    fallback: ""
                  reply:
                    variants:
                      кандидат: { model: fast, prompt: v1.md }
                      none: { model: fast, prompt: v1.md }
                      a: { prompt: missing.md }
                      b: { model: fast, prompt: bad.md, parameters: { max_tokens: 7, top_p: 1 } }
                      c: { model: fast, prompt: bad.md, paramters: {} }
                """))
        .isEqualTo(
            """
            bad.md:2: {{question}} is not declared under inputs
            headgate.yaml:2: features.Größe: not a name (expected: 1 to 63 of a-z, 0-9 and -, no - in front)
            headgate.yaml:3: features.empty.variants: none (expected: at least one)
            headgate.yaml:4: features.empty.max-output-tokens: 0 (expected: a whole number from 1 to 1000000)
            headgate.yaml:5: features.empty.fallback: "" (expected: a text)
            headgate.yaml:8: features.reply.variants.кандидат: not a name (expected: 1 to 63 of a-z, 0-9 and -, no - in front)
            headgate.yaml:9: features.reply.variants.none: a name that serve takes for no variant
            headgate.yaml:10: features.reply.variants.a.model: missing (expected: a text)
            headgate.yaml:10: features.reply.variants.a.prompt: missing.md: no such file
            headgate.yaml:11: features.reply.variants.b.parameters.max_tokens: not a parameter: Headgate sets this member
            headgate.yaml:12: features.reply.variants.c.paramters: unknown key; did you mean parameters?\
            """);
  }

  @Test
  void aKeyKeepsItsVariantAndWithoutOneTheCallIsDrawn() {
    Feature half = reply(serving("{ control: 50%, candidate: 50% }"));
    var random = new Random(50);

    Assignment first = chosen(half, new Targeting.Key("user-1"), random);
    assertThat(first.sticky()).isTrue();
    assertThat(first.bucket()).isEqualTo(Bucket.of("reply", "user-1"));
    assertThat(first.variant().name()).isEqualTo(half.allocation().variantOf(first.bucket()));
    assertThat(chosen(half, new Targeting.Key("user-1"), random)).isEqualTo(first);

    List<Assignment> drawn =
        IntStream.range(0, 100)
            .mapToObj(_ -> chosen(half, new Targeting.ByCall(), random))
            .toList();
    assertThat(drawn).extracting(Assignment::sticky).containsOnly(false);
    assertThat(drawn).extracting(each -> each.variant().name()).contains("control", "candidate");
  }

  @Test
  void allVariantsTakeTheInputsOfAll() throws IOException {
    writePrompt("v1.md", "a: string, b: { default: b1 }", "{{a}}{{b}}");
    writePrompt("v2.md", "b: string, c: { default: c2 }", "{{b}}{{c}}");
    for (String name : List.of("control", "candidate")) {
      Assignment served = chosen(reply(serving(name)), new Targeting.ByCall(), new Random(1));

      assertThat(fill(served, "{\"a\":\"1\",\"b\":\"2\"}")).isInstanceOf(Yes.class);
      assertThat(fill(served, "{\"a\":\"1\",\"b\":\"2\",\"c\":\"3\"}")).isInstanceOf(Yes.class);
      assertThat(refused(fill(served, "{\"a\":\"1\"}")))
          .isEqualTo("inputs.b: missing (expected: string)");
      assertThat(refused(fill(served, "{\"b\":\"2\"}")))
          .isEqualTo("inputs.a: missing (expected: string)");
      assertThat(refused(fill(served, "{\"d\":\"2\"}")))
          .endsWith("does not take (expected: a, b, c)");
    }
  }

  @Test
  void oneInputOfTwoTypesIsAProblem() throws IOException {
    writePrompt("v1.md", "a: string", "{{a}}");
    writePrompt("v2.md", "a: integer", "{{a}}");

    assertThat(problems(TWO_VARIANTS))
        .isEqualTo(
            "headgate.yaml:5: features.reply.variants.candidate.prompt: input a is integer here and"
                + " string in a variant above (expected: one type)");
  }

  @Test
  void anUnknownFeatureIsRefusedNamingOneThatTheCallerMayUse() {
    Features features = features(TWO_VARIANTS);

    assertThat(features.find("reply", _ -> true)).isInstanceOf(Yes.class);
    assertThat(refusal(features, "replay", true))
        .isEqualTo("no feature of this name; did you mean reply?");
    assertThat(refusal(features, "replay", false)).isEqualTo("no feature of this name");
    assertThat(refusal(features, "x\n{\"level\":\"error\"}", true))
        .isEqualTo("no feature of this name");
  }

  @Test
  void aReloadSaysForWhomItChangesWhatIsServed() {
    Features ten = features(serving("{ control: 90%, candidate: 10% }"));
    Features five = features(serving("{ control: 95%, candidate: 5% }"));

    assertThat(ten.movedBy(five)).containsExactly("reply: candidate -> control: 5,000 of 100,000");
    assertThat(ten.movedBy(ten)).isEmpty();
    assertThat(
            ten.movedBy(features(serving("{ control: 90%, candidate: 10% }") + "    salt: new\n")))
        .containsExactly(
            "reply: candidate -> control: 9,000 of 100,000",
            "reply: control -> candidate: 9,000 of 100,000");
    assertThat(ten.movedBy(features("features: {}"))).isEmpty();
  }

  private void writePrompt(String name, String inputs, String text) throws IOException {
    Files.writeString(
        directory.resolve(name), "---\ninputs: { " + inputs + " }\n---\n# user\n" + text);
  }

  private static Decision<?> fill(Assignment served, String json) {
    byte[] bytes = json.getBytes(UTF_8);
    return Inputs.read(bytes, 0, bytes.length).then(served::fill);
  }

  private static String serving(String serve) {
    return TWO_VARIANTS + "    serve: " + serve + "\n";
  }

  private Feature reply(String yaml) {
    return ((Yes<Feature>) features(yaml).find("reply", _ -> true)).value();
  }

  private Features features(String yaml) {
    var problems = new Problems();
    Features features = read(yaml, problems);
    assertThat(problems).hasToString("");
    return features;
  }

  private String problems(String yaml) {
    var problems = new Problems();
    read(yaml, problems);
    return problems.toString().replace(directory + "/", "");
  }

  private Features read(String yaml, Problems problems) {
    var file = directory.resolve("headgate.yaml");
    var root = ConfigFile.of(yaml, file, new Environment(Map.of()), problems);
    Features features = Features.read(root, problems);
    root.finish();
    return features;
  }

  private static Assignment chosen(Feature feature, Targeting targeting, Random random) {
    return ((Yes<Assignment>) feature.choose(targeting, random)).value();
  }

  private static String refusal(Features features, String name, boolean mayUse) {
    return refused(features.find(name, _ -> mayUse));
  }

  private static String refused(Decision<?> decision) {
    return ((No<?>) decision).refusal().message();
  }
}
