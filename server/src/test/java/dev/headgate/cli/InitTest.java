package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.provider.Preset;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InitTest extends CommandLineTest {
  private static final String PROMPT = "prompts/support-reply.v1.md";

  @ParameterizedTest
  @ValueSource(strings = {"anthropic", "openai", "gemini", "openrouter"})
  void writesWhatPassesTheCheckForTheProviderWhoseKeyIsSet(String provider) {
    Preset preset = Preset.named(provider).orElseThrow();
    environment.put(String.valueOf(preset.keyVariable()), "sk-1");

    Said said = headgate("init");

    assertDone(said);
    assertThat(directory.resolve("headgate.yaml"))
        .content()
        .contains("fast: { targets: [" + provider + "/" + preset.model() + "] }");
    assertDone(headgate("check"));
    assertThat(headgate("features").out()).contains("support-reply  control   100%  " + provider);
  }

  @Test
  void saysWhatToDoNext() {
    environment.put("OPENAI_API_KEY", "sk-1");

    assertThat(headgate("init").out())
        .contains("headgate check", "headgate serve", "headgate try support-reply")
        .contains("curl http://127.0.0.1:4000/v1/features/support-reply/completions")
        .contains("{\"inputs\": {\"question\": \"Hello\"}");
  }

  @Test
  void takesTheFirstProviderWhoseKeyIsSet() {
    environment.put("ANTHROPIC_API_KEY", " ");
    environment.put("GEMINI_API_KEY", "AIza");
    environment.put("OPENAI_API_KEY", "sk-1");

    headgate("init");

    assertThat(directory.resolve("headgate.yaml"))
        .content()
        .contains("openai: { api-key: ${OPENAI_API_KEY} }")
        .doesNotContain("sk-1");
  }

  @Test
  void namesTheVariablesWhereNoKeyIsSet() {
    environment.put("OPENAI_API_KEY", "");

    Said said = headgate("init");

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GEMINI_API_KEY");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void neverOverwritesAnything() throws IOException {
    environment.put("OPENAI_API_KEY", "sk-1");
    headgate("init");
    write("headgate.yaml", "mine");
    write(PROMPT, "mine too");

    Said said = headgate("init");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("headgate.yaml is here already; nothing was written");
    assertThat(directory.resolve("headgate.yaml")).hasContent("mine");
    assertThat(directory.resolve(PROMPT)).hasContent("mine too");

    Files.delete(directory.resolve("headgate.yaml"));
    assertThat(headgate("init").err()).contains(PROMPT + " is here already");
    assertThat(directory.resolve("headgate.yaml")).doesNotExist();
  }
}
