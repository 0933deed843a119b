package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShowFeaturesTest extends CommandLineTest {
  @BeforeEach
  void configure() {
    environment.put("OPENAI_API_KEY", "sk-1");
    write("a.md", "# user\nA\n");
    write("b.md", "# user\nB\n");
    write(
        "headgate.yaml",
        """
        providers: { openai: { api-key: ${OPENAI_API_KEY} } }
        models: { fast: { targets: [openai/gpt-6-luna] } }
        features:
          reply:
            variants:
              control: { model: fast, prompt: a.md }
              candidate: { model: openai/gpt-6-sol, prompt: b.md }
            serve: { control: 99.5%, candidate: 0.5% }
          title:
            variants: { control: { model: fast, prompt: a.md } }
            serve: none
        """);
  }

  @Test
  void showsWhatIsServedToWhom() {
    Said said = headgate("features");

    assertDone(said);
    assertThat(said.out())
        .isEqualTo(
            """
            FEATURE  VARIANT    SHARE  MODEL              PROMPT
            reply    control    99.5%  openai/gpt-6-luna  e649af067eac
                     candidate   0.5%  openai/gpt-6-sol   f1e6beaaa07b
            title    control      off  openai/gpt-6-luna  e649af067eac
            """);
  }

  @Test
  void longNamesAreCutSoThatEightyColumnsDo() {
    String one = "answers-to-questions-about-parcels-that-never-came";
    String features =
        """
        [{"feature": "%1$s", "killed": {"reason": "r", "author": "a", "at": "2026-11-25T08:00:00Z"},
          "serve": "none", "file": {"%1$s": "99.995%%", "b": "0.005%%"},
          "variants": [
            {"variant": "%1$s", "target": "openrouter/anthropic/claude-opus-5-5:thinking",
             "prompt_version": "e649af067eac"},
            {"variant": "b", "target": "o/m", "prompt_version": "f1e6beaaa07b"}]}]
        """
            .formatted(one);

    assertThat(ShowFeatures.text(JsonMapper.shared().readTree(features)).lines().limit(3))
        .containsExactly(
            "FEATURE          VARIANT           SHARE     FILE  MODEL            PROMPT",
            "answers-to-que…  answers-to-que…  killed  99.995%  openrouter/ant…  e649af067eac",
            "                 b                killed   0.005%  o/m              f1e6beaaa07b");
  }

  @Test
  void tellsAProgramTheSame() {
    JsonNode json = JsonMapper.shared().readTree(headgate("features", "-o", "json").out());

    JsonNode candidate = json.get(0).path("variants").get(1);
    assertThat(candidate.path("variant").asString()).isEqualTo("candidate");
    assertThat(candidate.path("share_percent").asDouble()).isEqualTo(0.5);
    assertThat(json.get(0).path("variants").get(0).path("model").asString()).isEqualTo("fast");
    assertThat(json.get(0).path("on").asBoolean()).isTrue();
    assertThat(json.get(1).path("on").asBoolean()).isFalse();
  }
}
