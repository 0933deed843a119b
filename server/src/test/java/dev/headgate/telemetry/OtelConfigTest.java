package dev.headgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Secret;
import dev.headgate.base.Share;
import dev.headgate.config.ConfigFile;
import dev.headgate.config.Environment;
import dev.headgate.config.Problems;
import dev.headgate.telemetry.OtelConfig.GenAi;
import dev.headgate.telemetry.OtelConfig.Preset;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtelConfigTest {
  private static final String CANARY = "pw-canary";

  @TempDir private Path directory;
  private final Map<String, String> variables = new HashMap<>();
  private final Problems problems = new Problems();

  private OtelConfig read(String otel) throws IOException {
    Path file = Files.writeString(directory.resolve("c.yaml"), "otel: { " + otel + " }\n");
    var environment = new Environment(variables);
    var root = ConfigFile.read(file, environment, problems);
    var config = OtelConfig.read(root.section("otel"), environment);
    root.finish();
    return config;
  }

  private OtelConfig sound(String otel) throws IOException {
    OtelConfig config = read(otel);
    assertThat(problems.list()).isEmpty();
    return config;
  }

  @Test
  void isOffWithoutAnEndpoint() throws IOException {
    assertThat(sound(""))
        .isEqualTo(
            new OtelConfig(null, Map.of(), Preset.OTLP, Share.parse("10%"), true, GenAi.STABLE))
        .matches(config -> !config.isOn());
  }

  @Test
  void theFileWinsOverTheEnvironment() throws IOException {
    variables.put("OTEL_EXPORTER_OTLP_ENDPOINT", "http://elsewhere:4318");
    variables.put("OTEL_EXPORTER_OTLP_HEADERS", "a=1,b=%7E2+");
    variables.put("OTEL_SEMCONV_STABILITY_OPT_IN", "http, gen_ai_latest_experimental");
    variables.put("TOKEN", "t");

    assertThat(sound(""))
        .isEqualTo(
            new OtelConfig(
                URI.create("http://elsewhere:4318"),
                Map.of("a", new Secret("1"), "b", new Secret("~2+")),
                Preset.OTLP,
                Share.parse("10%"),
                true,
                GenAi.LATEST));
    assertThat(
            sound(
                "endpoint: https://here/otel/, headers: { authorization: \"Bearer ${TOKEN}\" },"
                    + " preset: phoenix, sample: 2.5%, metrics: false, genai: stable"))
        .isEqualTo(
            new OtelConfig(
                URI.create("https://here/otel"),
                Map.of("authorization", new Secret("Bearer t")),
                Preset.PHOENIX,
                Share.parse("2.5%"),
                false,
                GenAi.STABLE));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "endpoint: pw-canary | otel.endpoint | not the URL of a server",
        "endpoint: \"http://u:pw-canary@h:1\" | otel.endpoint | holds a credential or a query",
        "endpoint: \"http://h:1/?k=pw-canary\" | otel.endpoint | holds a credential or a query",
        "endpoint: \"http://h:1/pw-canary/v1/traces\" | otel.endpoint | ends in the route",
        "endpoint: \"http://h /pw-canary\" | otel.endpoint | not a URL",
        "headers: { authorization: pw-canary } | otel.headers.authorization | literal secret",
        "headers: { authorization: \"$${pw-canary}\" } | otel.headers.authorization | literal secret",
        "headers: { \"a b\": \"${A}\" } | otel.headers.a b | not the name of a header field",
        "headers: { a: \"${A}\" } | otel.headers.a | a text of ASCII with a reference",
        "sample: 10 | otel.sample | a percentage",
        "preset: langfuze | otel.preset | did you mean langfuse"
      })
  void saysWhatIsWrongAndNeverRepeatsACredential(String otel, String key, String why)
      throws IOException {
    variables.put("A", CANARY + "\nb");
    read(otel);

    assertThat(problems.list()).hasSize(1);
    assertThat(problems.list().getFirst().place().key()).isEqualTo(key);
    assertThat(problems.toString()).contains(why).doesNotContain(CANARY);
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://u:pw-canary@h",
    "OTEL_EXPORTER_OTLP_HEADERS, pw-canary",
    "OTEL_EXPORTER_OTLP_HEADERS, a=%0Apw-canary"
  })
  void saysWhichVariableIsWrong(String variable, String value) throws IOException {
    variables.put(variable, value);
    read("");

    assertThat(problems.list()).hasSize(1);
    assertThat(problems.toString()).contains(variable).doesNotContain(CANARY);
  }

  @Test
  void printsNoHeader() throws IOException {
    variables.put("OTEL_EXPORTER_OTLP_HEADERS", "a=" + CANARY);

    assertThat(sound("").toString()).doesNotContain(CANARY);
  }
}
