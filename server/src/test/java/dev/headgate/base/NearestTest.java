package dev.headgate.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN =
      List.of("timeouts", "max-output-tokens", "cache", "serve", "url");

  @ParameterizedTest
  @CsvSource({
    "timeout, timeouts",
    "tiemouts, timeouts",
    "max_output_tokens, max-output-tokens",
    "maxOutputTokens, max-output-tokens",
    "chace, cache",
    "Serve, serve",
    "uri, url"
  })
  void findsTheNameThatWasMeant(String wrong, String meant) {
    assertThat(Nearest.to(wrong, KNOWN)).first().isEqualTo(meant);
  }

  @Test
  void doesNotGuessAtWhatIsFarFromAll() {
    assertThat(Nearest.to("prompt", KNOWN)).isEmpty();
    assertThat(Nearest.to("", KNOWN)).isEmpty();
    assertThat(Nearest.to("x".repeat(10_000), List.of("x".repeat(10_000)))).isEmpty();
    assertThat(Nearest.to("cache", List.of())).isEmpty();
  }
}
