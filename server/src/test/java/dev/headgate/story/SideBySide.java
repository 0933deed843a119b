package dev.headgate.story;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import dev.headgate.base.Field;
import dev.headgate.base.Request;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import dev.headgate.testkit.Rehearsal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The vendors' SDKs, through a gate and straight to an equal provider, which says the same to the
/// same requests.
abstract class SideBySide {
  static final String CLIENT_KEY = "the-key-of-the-client";

  /// Those by which each side says who it is, and what it is to the next.
  private static final Set<String> OF_ONE_SIDE =
      Set.of(
          "authorization",
          "x-api-key",
          "host",
          "accept-encoding",
          "connection",
          "traceparent",
          "x-headgate-hop");

  @TempDir private Path directory;
  Rehearsal rehearsal;
  final Simulator alone = Simulator.start(Options.instant());

  @BeforeEach
  void start() throws IOException {
    rehearsal = new Rehearsal(directory, "");
  }

  @AfterEach
  void close() {
    rehearsal.close();
    alone.close();
  }

  static OpenAIOkHttpClient.Builder openAi(String address) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(address + "/v1")
        .apiKey(CLIENT_KEY)
        .responseValidation(true);
  }

  static AnthropicOkHttpClient.Builder anthropic(String address) {
    return AnthropicOkHttpClient.builder()
        .baseUrl(address)
        .apiKey(CLIENT_KEY)
        .responseValidation(true);
  }

  /// The provider saw the same request, from us in the client's place.
  void sameRequestButForWhoSendsIt(String keyOfTheGate) {
    Request through = rehearsal.simulator().seen().last();
    Request straight = alone.seen().last();
    assertThat(through.path()).isEqualTo(straight.path());
    assertThat(through.body()).asString().isEqualTo(new String(straight.body()));
    assertThat(fields(through)).isEqualTo(fields(straight));
    assertThat(through.first("accept-encoding")).contains("identity");
    assertThat(through.first("authorization").or(() -> through.first("x-api-key")).orElseThrow())
        .endsWith(keyOfTheGate);
    assertThat(through.fields())
        .extracting(Field::value)
        .noneMatch(value -> value.contains(CLIENT_KEY));
  }

  private static Set<String> fields(Request request) {
    return request.fields().stream()
        .filter(each -> !OF_ONE_SIDE.contains(each.name().toLowerCase(Locale.ROOT)))
        .map(each -> each.name().toLowerCase(Locale.ROOT) + ": " + each.value())
        .collect(toCollection(TreeSet::new));
  }
}
