package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Refusal;
import dev.headgate.protocol.Surface;
import dev.headgate.protocol.Wording;
import dev.headgate.testkit.Repository;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the pages of errors say, against what clients get.
class ErrorPagesTest {
  private static final Path ERRORS = Path.of("docs/errors");
  private static final Pattern EXAMPLE = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL);
  private static final JsonMapper JSON = new JsonMapper();

  @Test
  void everyRefusalHasAPageAndEveryPageARefusal() {
    var pages =
        Repository.files(".md").stream()
            .filter(file -> file.startsWith(ERRORS) && !file.endsWith("README.md"))
            .toList();

    assertThat(pages)
        .containsExactlyInAnyOrderElementsOf(codes().map(ErrorPagesTest::page).toList());
  }

  @ParameterizedTest
  @EnumSource
  void errorPageStatesItsCodeStatusAndWhetherToRepeat(Refusal.Code code) {
    assertThat(Repository.read(page(code)))
        .startsWith(
            "# `"
                + code.text()
                + "`\n\nHTTP "
                + code.status()
                + ", `x-should-retry: "
                + isWorthRepeating(code)
                + "`");
  }

  @ParameterizedTest
  @EnumSource
  void examplesOnAnErrorPageAreWhatClientsGet(Refusal.Code code) {
    var examples = EXAMPLE.matcher(Repository.read(page(code))).results().map(ErrorPagesTest::json);

    assertThat(examples)
        .isNotEmpty()
        .allSatisfy(example -> assertThat(example).isEqualTo(worded(code, example)));
  }

  @Test
  void theIndexOfErrorsListsEachWithItsStatus() {
    String index = Repository.read(ERRORS.resolve("README.md"));

    assertThat(
            codes()
                .map(code -> "| [%1$s](%1$s.md) | %2$d |".formatted(code.text(), code.status()))
                .filter(row -> !index.contains(row)))
        .isEmpty();
  }

  private static boolean isWorthRepeating(Refusal.Code code) {
    return code == Refusal.Code.TOO_BUSY
        || code == Refusal.Code.PROVIDER_RATE_LIMITED
        || code == Refusal.Code.STORE_UNAVAILABLE;
  }

  private static Stream<Refusal.Code> codes() {
    return Stream.of(Refusal.Code.values());
  }

  private static Path page(Refusal.Code code) {
    return ERRORS.resolve(code.text() + ".md");
  }

  private static JsonNode json(MatchResult example) {
    return JSON.readTree(example.group(1));
  }

  /// The same refusal as our own code words it, on the surface that the example's form belongs to.
  private static JsonNode worded(Refusal.Code code, JsonNode example) {
    JsonNode error = example.path("error");
    String param = error.path("param").stringValue(null);
    var refusal = new Refusal(code, error.path("message").stringValue(), param, null);
    if (example.has("request_id")) {
      return worded(Surface.MESSAGES, refusal, example.path("request_id"));
    }
    var surface = error.has("call_id") ? Surface.FEATURES : Surface.CHAT;
    return worded(surface, refusal, error.path("call_id"));
  }

  private static JsonNode worded(Surface surface, Refusal refusal, JsonNode callId) {
    return JSON.readTree(Wording.error(surface, refusal, callId.asString("")));
  }
}
