package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.models.messages.MessageCreateParams;
import com.openai.models.models.Model;
import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.base.Field;
import dev.headgate.base.SystemClock;
import dev.headgate.config.Environment;
import dev.headgate.record.CallRecord;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import dev.headgate.testkit.Rehearsal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whose key the vendors' SDKs send, and whose the provider gets.
class KeySdkTest {
  @TempDir private Path directory;

  private Rehearsal withKeys() throws IOException {
    Files.writeString(directory.resolve("key"), SideBySide.CLIENT_KEY);
    return new Rehearsal(
        directory, "keys: { web: { secret: \"${file:key}\", models: [openai/*, anthropic/*] } }");
  }

  private static MessageCreateParams.Builder message(String model) {
    return MessageCreateParams.builder().model(model).maxTokens(10).addUserMessage("Hi");
  }

  @Test
  void anApplicationKeyOpensTheGateAndGoesNoFurther() throws Exception {
    try (var rehearsal = withKeys()) {
      for (SdkCall call : SdkCall.values()) {
        assertThat(call.text(rehearsal.url(), "sim-small", Map.of(), true)).isNotEmpty();
        assertThat(rehearsal.record().asked().key()).isEqualTo("web");
        assertThat(rehearsal.simulator().seen().last().fields())
            .extracting(Field::value)
            .anyMatch(value -> value.endsWith("-key-of-the-gate"))
            .noneMatch(value -> value.contains(SideBySide.CLIENT_KEY));
      }
      var client = SideBySide.openAi(rehearsal.url()).build();
      assertThat(client.models().list().data()).extracting(Model::id).contains("openai/sim-small");
      client.close();
    }
  }

  @Test
  void theOlderHeaderOfAnthropicsSdksIsAKeyToo() throws Exception {
    try (var rehearsal = withKeys()) {
      var client =
          SideBySide.anthropic(rehearsal.url())
              .removeHeaders("Authorization")
              .apiKey((String) null)
              .putHeader("x-api-key", SideBySide.CLIENT_KEY)
              .putHeader("anthropic-version", "2023-06-01")
              .build();
      client.messages().create(message("sim-small").build());
      client.close();
      var seen = rehearsal.simulator().seen().last();
      assertThat(seen.first("x-api-key")).contains(Rehearsal.ANTHROPIC_KEY);
      assertThat(seen.first("authorization")).isEmpty();
    }
  }

  @Test
  void aKeyThatIsNotKnownHereIsRefusedBeforeAnybodyIsAsked() throws Exception {
    try (var rehearsal = withKeys()) {
      var openAi = SideBySide.openAi(rehearsal.url()).apiKey("sk-of-somebody-else").build();
      assertThatThrownBy(() -> openAi.models().list())
          .isInstanceOfSatisfying(
              com.openai.errors.UnauthorizedException.class,
              e -> assertThat(e.code()).contains("invalid_key"));
      var anthropic = SideBySide.anthropic(rehearsal.url()).apiKey("sk-of-somebody-else").build();
      assertThatThrownBy(() -> anthropic.messages().create(message("sim-small").build()))
          .isInstanceOfSatisfying(
              com.anthropic.errors.UnauthorizedException.class,
              e -> assertThat(e.errorCode()).contains("invalid_key"));
      openAi.close();
      anthropic.close();
      assertThat(rehearsal.simulator().seen().total()).isZero();
      assertThat(rehearsal.gate().records()).isEmpty();
    }
  }

  @Test
  void aVendorsKeyInTheEnvironmentIsAllThatAnSdkNeeds() throws Exception {
    var records = new LinkedBlockingQueue<CallRecord>();
    try (var simulator = Simulator.start(Options.instant());
        var headgate = withoutFile(simulator, records)) {
      String address = "http://127.0.0.1:" + headgate.port();
      assertThat(SdkCall.CHAT.text(address, "sim-small", Map.of(), false)).isNotEmpty();
      var seen = simulator.seen().last();
      assertThat(seen.path()).isEqualTo("/v1/chat/completions");
      assertThat(seen.first("authorization")).contains("Bearer sk-of-openai");
      assertThat(seen.first("host")).contains("127.0.0.1:" + simulator.port());
      assertThat(records.take().served().target()).isEqualTo("openai/sim-small");
    }
  }

  /// As it starts with nothing but an environment, on a port that is free for certain.
  private Headgate withoutFile(Simulator simulator, LinkedBlockingQueue<CallRecord> records) {
    var environment =
        Map.of(
            "OPENAI_API_KEY",
            "sk-of-openai",
            "HEADGATE_OPENAI_BASE_URL",
            simulator.openAiBaseUrl());
    var source = new Configuration(null, new Environment(environment));
    return Headgate.start(
        source,
        source.read().alone(),
        new Headgate.Surroundings(new SystemClock(), new Random(1), directory, records::add));
  }
}
