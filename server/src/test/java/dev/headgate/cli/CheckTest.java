package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CheckTest extends CommandLineTest {
  private static final String MISTAKEN =
      """
      server: { prot: 4000 }
      providers:
        openai: { api-key: ${OPENAI_API_KEY} }
        anthropic: { api-key: sk-ant-literal }
      models:
        fast: { targets: [opnai/gpt-6-luna] }
      features:
        reply:
          max-output-tokens: many
          variants:
            control: { model: fast, prompt: missing.md }
          serve: { control: 90% }
      """;

  @Test
  void saysAllThatIsWrongWithItsLine() {
    write("headgate.yaml", MISTAKEN);

    Said said = headgate("check");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.out().lines().map(line -> line.replace(directory + "/", "")))
        .anyMatch(line -> line.startsWith("headgate.yaml:1: server.prot"))
        .anyMatch(line -> line.startsWith("headgate.yaml:3: providers.openai.api-key"))
        .anyMatch(line -> line.startsWith("headgate.yaml:4: providers.anthropic.api-key: literal"))
        .anyMatch(line -> line.startsWith("headgate.yaml:6: models.fast.targets: opnai"))
        .anyMatch(line -> line.startsWith("headgate.yaml:9: features.reply.max-output-tokens"))
        .anyMatch(line -> line.contains("missing.md"))
        .anyMatch(line -> line.startsWith("headgate.yaml:12: features.reply.serve: adds up to 90%"))
        .hasSize(7);
    assertThat(said.out()).doesNotContain("sk-ant-literal");
  }

  @Test
  void tellsAProgramTheSame() {
    write("other.yaml", MISTAKEN);

    Said said = headgate("check", "-c", "other.yaml", "--output", "json");

    JsonNode json = JsonMapper.shared().readTree(said.out());
    assertThat(said.exit()).isEqualTo(2);
    assertThat(json.path("sound").asBoolean()).isFalse();
    assertThat(json.path("problems").size()).isEqualTo(7);
    assertThat(json.path("problems").get(0).path("line").asInt()).isEqualTo(1);
    assertThat(json.path("problems").get(0).path("key").asString()).isEqualTo("server.prot");
  }

  @Test
  void readsTheEnvironmentAloneWhereThereIsNoFile() {
    environment.put("OPENAI_API_KEY", "");
    assertThat(headgate("check").out()).contains("OPENAI_API_KEY", "ANTHROPIC_API_KEY");
    assertThat(headgate("serve").err()).contains("OPENAI_API_KEY", "ANTHROPIC_API_KEY");
    assertThat(headgate("serve").exit()).isEqualTo(2);

    environment.put("OPENAI_API_KEY", "sk-1");
    assertDone(headgate("check"));
  }
}
