package dev.headgate.provider;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Secret;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {
  private static final Credentials CREDENTIALS =
      Credentials.of(
          List.of(new ApiKey("api-key", new Secret("sk-é+secret"), 1)),
          "?api-version=2026-10-21&k=0123456789&v=1");

  private static boolean isHeard(int status, String body, int split) {
    var echo = new Echo(new Silent(), CREDENTIALS);
    echo.head(new Head(status, List.of()));
    byte[] bytes = body.getBytes(UTF_8);
    for (int from = 0; from < bytes.length; from += split) {
      echo.take(bytes, from, Math.min(bytes.length, from + split), new Out());
    }
    return echo.isHeard();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "you sent Bearer sk-é+secret!",
        "?k=sk-%C3%A9%2Bsecret&",
        "c2stw6krc2VjcmV0",
        "at /v1/chat?api-version=2026-10-21&k=0123456789&v=1",
      })
  void aCredentialIsHeardInAnySpellingHoweverItIsSplit(String body) {
    for (int split = 1; split <= body.length() + 2; split++) {
      assertThat(isHeard(400, body, split)).isTrue();
    }
  }

  @Test
  void whatIsNoneIsNot() {
    assertThat(isHeard(400, "api-version 2026-10-21 is unknown, v=1, sk-e+secret", 7)).isFalse();
    assertThat(isHeard(200, "sk-é+secret", 100)).isFalse();
  }

  private static final class Silent implements Tap {
    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      return Step.MORE;
    }

    @Override
    public Step end(Out out) {
      return Step.LAST;
    }
  }
}
