package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WordingTest {
  private static final Refusal UNKNOWN =
      new Refusal(Code.UNKNOWN_MODEL, "model: \"gtp\"\n(did you mean: gpt?)", "model");

  private static String error(Surface surface) {
    return new String(Wording.error(surface, UNKNOWN, "id-1"), UTF_8);
  }

  private static String event(Surface surface) {
    return new String(Wording.errorEvent(surface, UNKNOWN, "id-1", 7), UTF_8);
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "RESPONSES", "EMBEDDINGS"})
  void saysErrorsAsOpenAiDoes(Surface surface) {
    assertThat(error(surface))
        .isEqualTo(
            "{\"error\":{\"message\":\"model: \\\"gtp\\\"\\n(did you mean: gpt?)\",\"type\":"
                + "\"invalid_request_error\",\"param\":\"model\",\"code\":\"unknown_model\"}}");
  }

  @ParameterizedTest
  @EnumSource(names = {"MESSAGES", "COUNT_TOKENS"})
  void saysErrorsAsAnthropicDoes(Surface surface) {
    assertThat(error(surface))
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"model: "
                + "\\\"gtp\\\"\\n(did you mean: gpt?)\",\"details\":{\"error_code\":\"unknown_model\"}},"
                + "\"request_id\":\"id-1\"}");
  }

  @Test
  void saysErrorsOfFeaturesInItsOwnShape() {
    assertThat(error(Surface.FEATURES))
        .isEqualTo(
            "{\"error\":{\"code\":\"unknown_model\",\"message\":\"model: \\\"gtp\\\"\\n(did you mean:"
                + " gpt?)\",\"call_id\":\"id-1\"}}");
  }

  @Test
  void breaksAStreamOffWithOneErrorEvent() {
    assertThat(event(Surface.CHAT)).isEqualTo("data: " + error(Surface.CHAT) + "\n\n");
    assertThat(event(Surface.MESSAGES))
        .isEqualTo("event: error\ndata: " + error(Surface.MESSAGES) + "\n\n");
    assertThat(event(Surface.FEATURES))
        .isEqualTo("event: error\ndata: " + error(Surface.FEATURES) + "\n\n");
    assertThat(event(Surface.RESPONSES))
        .startsWith(
            "event: error\ndata: {\"type\":\"error\",\"code\":\"unknown_model\",\"message\":")
        .contains("\"param\":\"model\",\"sequence_number\":7,\"error\":{\"message\":")
        .endsWith("\"param\":\"model\",\"code\":\"unknown_model\"}}\n\n");
  }

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, invalid_request_error, invalid_request_error",
    "INVALID_KEY, authentication_error, authentication_error",
    "MODEL_NOT_ALLOWED, permission_error, permission_error",
    "UNKNOWN_PATH, invalid_request_error, not_found_error",
    "BODY_TOO_LARGE, invalid_request_error, request_too_large",
    "PROVIDER_RATE_LIMITED, rate_limit_error, rate_limit_error",
    "INTERNAL_ERROR, server_error, api_error",
    "PROVIDER_FAILED, server_error, api_error",
    "TOO_BUSY, server_error, overloaded_error",
    "TIMEOUT_TOTAL, server_error, timeout_error",
  })
  void namesTheTypeInEachVendorsWords(Code code, String openAi, String anthropic) {
    var refusal = new Refusal(code, "m");
    assertThat(new String(Wording.error(Surface.CHAT, refusal, "i"), UTF_8))
        .contains("\"type\":\"" + openAi + "\",\"param\":null");
    assertThat(new String(Wording.error(Surface.MESSAGES, refusal, "i"), UTF_8))
        .contains("{\"type\":\"" + anthropic + "\"");
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "MESSAGES", "RESPONSES"})
  void ourOwnErrorsAreReadAsErrors(Surface surface) {
    var seen = Watched.stream(surface, new String(Wording.keepAlive(), UTF_8), event(surface));
    assertThat(seen.steps())
        .containsExactly(dev.headgate.base.Step.MORE, dev.headgate.base.Step.BROKEN);
    assertThat(seen.reading().error().orElseThrow().code()).isEqualTo("unknown_model");
    assertThat(seen.reading().error().orElseThrow().message()).isEqualTo(UNKNOWN.message());
    assertThat(Watched.failed(surface, 404, error(surface)).reading().error().orElseThrow().code())
        .isEqualTo("unknown_model");
  }
}
