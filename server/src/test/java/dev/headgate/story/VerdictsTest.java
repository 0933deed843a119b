package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a client gets for what a provider said, when nothing else helps.
@Timeout(60)
class VerdictsTest {
  private static final String VENDORS = "the vendor's own words";

  @TempDir private Path directory;
  private StubProvider provider;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(_ -> "");
    gate =
        Gate.in(directory)
            .variable("A_KEY", "key-of-a")
            .start(Talk.yaml(provider.port(), "retries: 0"));
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    provider.close();
  }

  /// An error in both vendors' shapes at once.
  private static String error(String code) {
    return """
    {"type": "error", "error": {"message": "%s", "type": "some_error", "param": null,
      "code": "%s", "details": {"error_code": "%2$s"}}, "request_id": "r1"}
    """
        .formatted(VENDORS, code);
  }

  @ParameterizedTest
  @CsvSource({
    "400, some_code, 400, same, 502, provider_rejected, canned",
    "404, model_not_found, 404, same, 502, provider_rejected, canned",
    "413, too_large, 413, same, 502, provider_rejected, canned",
    "422, odd, 422, same, 502, provider_rejected, canned",
    "400, content_filter, 400, same, 502, provider_rejected, error",
    "400, content_policy_violation, 400, same, 502, provider_rejected, error",
    "401, invalid_api_key, 502, provider_credential, 502, provider_credential, canned",
    "403, forbidden, 502, provider_credential, 502, provider_credential, canned",
    "402, odd, 503, provider_out_of_credit, 503, provider_out_of_credit, canned",
    "429, insufficient_quota, 503, provider_out_of_credit, 503, provider_out_of_credit, canned",
    "429, rate_limit_exceeded, 429, provider_rate_limited, 429, provider_rate_limited, canned",
    "500, odd, 502, provider_failed, 502, provider_failed, canned",
    "503, server_is_overloaded, 502, provider_failed, 502, provider_failed, canned",
    "529, overloaded, 502, provider_failed, 502, provider_failed, canned",
  })
  void eachVerdictHasItsAnswerOnEverySurface(
      int said, String word, int raw, String rawCode, int feature, String code, String polite)
      throws Exception {
    provider.answers(_ -> StubProvider.whole(said, error(word), "X-Note: seen", "Retry-After: 7"));
    for (Talk talk : Talk.values()) {
      Message answer = gate.post(talk.path, talk.ask(false));
      CallRecord record = gate.record();
      if (talk == Talk.FEATURE_WITH_FALLBACK && polite.equals("canned")) {
        isCanned(answer, record);
      } else if (talk.isFeature()) {
        isOurs(talk, answer, feature, code);
        assertThat(record.ending().outcome()).isEqualTo(Outcome.FAILED);
      } else if (rawCode.equals("same")) {
        isTheVendors(answer, raw, word, record);
      } else {
        isOurs(talk, answer, raw, rawCode);
        assertThat(record.ending().status()).isEqualTo(raw);
      }
      assertThat(record.ending().cause()).isEqualTo("provider." + said);
      assertThat(answer.status()).isNotIn(401, 403);
      assertThat(gate.records()).isEmpty();
    }
  }

  private static void isCanned(Message answer, CallRecord record) {
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().get("text").asString()).isEqualTo("Sorry, not now.");
    assertThat(answer.json().get("fallback").asString()).isEqualTo("canned");
    assertThat(answer.json().at("/usage/output_tokens").asInt()).isZero();
    assertThat(answer.value("x-headgate-fallback")).isEqualTo("canned");
    assertThat(answer.field("x-headgate-provider")).isEmpty();
    assertThat(answer.everything()).doesNotContain(VENDORS);
    assertThat(record.ending().outcome()).isEqualTo(Outcome.DEGRADED);
    assertThat(record.served().fallback()).isEqualTo("canned");
    assertThat(record.ending().status()).isEqualTo(200);
  }

  private static void isOurs(Talk talk, Message answer, int status, String code) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(talk.codeOf(answer.json())).isEqualTo(code);
    boolean soon = code.equals("provider_rate_limited");
    assertThat(answer.value("x-should-retry")).isEqualTo(soon ? "true" : "false");
    assertThat(answer.field("retry-after").orElse("none")).isEqualTo(soon ? "7" : "none");
    assertThat(answer.everything()).doesNotContain(VENDORS).doesNotContain("X-Note");
  }

  private static void isTheVendors(Message answer, int status, String word, CallRecord record) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text()).isEqualTo(error(word));
    assertThat(answer.value("x-note")).isEqualTo("seen");
    assertThat(answer.value("x-should-retry")).isEqualTo("false");
    assertThat(answer.field("retry-after")).isEmpty();
    assertThat(record.ending().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(record.ending().status()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES"})
  void aFeatureOnAVendorsSurfaceHidesWhatTheVendorSaysOfItsPrompt(Talk talk) throws Exception {
    provider.answers(_ -> StubProvider.whole(400, error("odd")));
    String family = talk == Talk.MESSAGES ? "a" : "o";
    String yaml =
        Talk.yaml(provider.port(), "retries: 0")
            + """
              mine:
                variants: { only: { model: %s/m, prompt: prompt.md } }
              kind:
                fallback: "Sorry, not now."
                variants: { only: { model: %1$s/m, prompt: prompt.md } }
            """
                .formatted(family);
    gate.become(yaml);
    for (boolean stream : new boolean[] {false, true}) {
      String more = stream ? ",\"stream\":true}" : "}";
      Message plain = gate.post(talk.path, "{\"model\":\"feature/mine\"" + more);
      isOurs(talk, plain, 502, "provider_rejected");
      Message polite = gate.post(talk.path, "{\"model\":\"feature/kind\"" + more);
      assertThat(polite.status()).isEqualTo(200);
      assertThat(polite.value("x-headgate-fallback")).isEqualTo("canned");
      assertThat(polite.text()).contains("Sorry, not now.");
      assertThat(polite.text().contains(talk.lastWord())).isEqualTo(stream);
    }
  }

  @Test
  void aCountOfTokensHasNoCannedAnswer() throws Exception {
    provider.answers(_ -> StubProvider.whole(500, error("odd")));
    gate.become(Talk.yaml(provider.port(), "retries: 0").replace("model: o/m", "model: a/m"));
    Message answer =
        gate.post("/v1/messages/count_tokens", "{\"model\":\"feature/polite\",\"messages\":[]}");
    isOurs(Talk.MESSAGES, answer, 502, "provider_failed");
    assertThat(gate.record().ending().outcome()).isEqualTo(Outcome.FAILED);
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void whoCanNotBeReachedIsNoTarget(Talk talk) throws Exception {
    provider.close();
    Message answer = gate.post(talk.path, talk.ask(true));
    CallRecord record = gate.record();
    if (talk == Talk.FEATURE_WITH_FALLBACK) {
      assertThat(answer.text()).contains("Sorry, not now.").contains("event: end");
    } else {
      isOurs(talk, answer, 503, "no_target");
    }
    assertThat(record.ending().cause()).isEqualTo("provider.unreachable");
  }

  @Test
  void rw43ARouteThatTheVendorDoesNotKnowIsNamed() throws Exception {
    provider.answers(_ -> StubProvider.whole(404, "<html>Not Found</html>"));
    Message answer = gate.post(Talk.CHAT.path, Talk.CHAT.ask(false));
    isOurs(Talk.CHAT, answer, 502, "provider_failed");
    assertThat(answer.text()).contains("/v1/chat/completions").contains("base-url");
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void anEmptyAnswerFailsOnlyWhereWePromiseText(Talk talk) throws Exception {
    provider.answers(_ -> StubProvider.whole(200, talk.whole("")));
    Message answer = gate.post(talk.path, talk.ask(false));
    switch (talk) {
      case FEATURE -> isOurs(talk, answer, 502, "provider_failed");
      case FEATURE_WITH_FALLBACK -> assertThat(answer.text()).contains("Sorry, not now.");
      default -> assertThat(answer.text()).isEqualTo(talk.whole(""));
    }
  }
}
