package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.errors.BadRequestException;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.simulate.FaultPlan;
import dev.headgate.testkit.Rehearsal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Features asked for by the vendors' SDKs, as `model: feature/…`.
class FeatureSdkTest {
  private static final String PROMPT =
      """
      ---
      inputs:
        topic: string
      ---
      # system
      You explain {{topic}} to {{topic}} fans.
      # user
      Tell me of {{topic}}.
      """;

  private static final String FEATURES =
      """
      features:
        for-openai:
          max-output-tokens: 8
          fallback: "Not now, sorry."
          variants:
            control: { model: openai/sim-small, prompt: prompt.md }
            candidate: { model: openai/sim-large, prompt: prompt.md }
          serve: { control: 50%, candidate: 50% }
        for-anthropic:
          max-output-tokens: 8
          fallback: "Not now, sorry."
          variants:
            control: { model: anthropic/sim-small, prompt: prompt.md }
            candidate: { model: anthropic/sim-large, prompt: prompt.md }
          serve: { control: 50%, candidate: 50% }
      """;

  @TempDir private Path directory;
  private Rehearsal rehearsal;

  @BeforeEach
  void start() throws IOException {
    rehearsal = Rehearsal.of(directory, PROMPT, FEATURES);
  }

  @AfterEach
  void close() {
    rehearsal.close();
  }

  private String ask(SdkCall call, Map<String, ?> members, boolean stream) {
    String model = "feature/" + feature(call);
    return call.text(rehearsal.url(), model, members, stream);
  }

  private static String feature(SdkCall call) {
    return call == SdkCall.MESSAGES ? "for-anthropic" : "for-openai";
  }

  /// Our member, with the inputs and who is served.
  private static Map<String, ?> ours(String targetingKey) {
    var inputs = Map.of("topic", "locks");
    return Map.of("headgate", Map.of("inputs", inputs, "targeting_key", targetingKey));
  }

  static Stream<Arguments> calls() {
    return Stream.of(SdkCall.values())
        .flatMap(call -> Stream.of(Arguments.of(call, false), Arguments.of(call, true)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void theModelHearsThePromptAndThenTheCaller(SdkCall call, boolean stream) throws Exception {
    String text = ask(call, ours("ada"), stream);

    assertThat(text.split(" ")).hasSize(8); // the feature's cap
    assertThat(new String(rehearsal.simulator().seen().last().body()))
        .contains("You explain locks to locks fans.")
        .containsSubsequence("Tell me of locks.", SdkCall.WORDS)
        .containsAnyOf("\"model\":\"sim-small\"", "\"model\":\"sim-large\"")
        .doesNotContain("feature/", "headgate", "ada", "{{");
    CallRecord record = rehearsal.record();
    assertThat(record.asked().feature()).isEqualTo(feature(call));
    assertThat(record.asked().stream()).isEqualTo(stream);
    assertThat(record.served().cap()).isEqualTo(8);
    assertThat(record.ending().outcome()).isEqualTo(Outcome.ANSWERED);
    assertThat(record.usage().output()).isEqualTo(8);
  }

  @ParameterizedTest
  @EnumSource(SdkCall.class)
  void aUserKeepsAVariantHoweverTheSdkNamesThem(SdkCall call) throws Exception {
    var variants = new HashSet<String>();
    for (String user : "ada ben cleo dora emil".split(" ")) {
      var seen = new HashSet<String>();
      ask(call, ours(user), false);
      seen.add(rehearsal.record().served().variant());
      var named = new HashMap<String, Object>(call.user(user));
      named.put("headgate", Map.of("inputs", Map.of("topic", "locks")));
      ask(call, named, true);
      seen.add(rehearsal.record().served().variant());
      assertThat(seen).as(user).hasSize(1);
      variants.addAll(seen);
    }
    assertThat(variants).containsExactlyInAnyOrder("control", "candidate");
  }

  @ParameterizedTest
  @MethodSource("calls")
  void theCannedAnswerIsOneThatTheSdkTakesForTheModels(SdkCall call, boolean stream)
      throws Exception {
    rehearsal.simulator().faults(FaultPlan.named("outage"));

    assertThat(ask(call, ours("ada"), stream)).isEqualTo("Not now, sorry.");

    CallRecord record = rehearsal.record();
    assertThat(record.ending().outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(record.served().fallback()).isEqualTo("canned");
    assertThat(rehearsal.gate().records()).isEmpty();
  }

  @Test
  void theHeadersTellWhoWasServed() {
    var client = SideBySide.openAi(rehearsal.url()).build();
    var asked = ChatCompletionCreateParams.builder().model("feature/for-openai");
    asked.addUserMessage(SdkCall.WORDS);
    ours("ada")
        .forEach((name, value) ->
            asked.putAdditionalBodyProperty(name, com.openai.core.JsonValue.from(value)));

    var answered = client.chat().completions().withRawResponse().create(asked.build()).headers();
    rehearsal.simulator().faults(FaultPlan.named("outage"));
    var canned = client.chat().completions().withRawResponse().create(asked.build()).headers();
    client.close();

    assertThat(answered.values("x-headgate-feature")).containsExactly("for-openai");
    assertThat(answered.values("x-headgate-variant")).hasSize(1);
    assertThat(answered.values("x-headgate-fallback")).isEmpty();
    assertThat(canned.values("x-headgate-variant"))
        .isEqualTo(answered.values("x-headgate-variant"));
    assertThat(canned.values("x-headgate-fallback")).containsExactly("canned");
    assertThat(canned.values("x-request-id")).isEqualTo(canned.values("x-headgate-call-id"));
  }

  @Test
  void aMissingInputIsNamed() {
    var thrown =
        catchThrowableOfType(
            BadRequestException.class, () -> ask(SdkCall.CHAT, Map.of("user", "ada"), false));

    assertThat(thrown.code()).contains("invalid_inputs");
    assertThat(thrown).hasMessageContaining("topic");
    assertThat(rehearsal.simulator().seen().total()).isZero();
  }
}
