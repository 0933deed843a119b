package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeterminismTest extends SimulatorTest {
  private String with(Options options, String path, String body) throws Exception {
    simulator.close();
    simulator = Simulator.start(options);
    return answer(path, body);
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT, RESPONSES, MESSAGES, "/v1/embeddings"})
  void theSameSeedGivesTheSameBytes(String path) throws Exception {
    for (String body : new String[] {ask("sim-reasoner", ""), streaming("sim-reasoner")}) {
      assertThat(with(options(), path, body)).isEqualTo(with(options(), path, body));
    }
  }

  @Test
  void anotherSeedModelOrPromptSaysSomethingElse() throws Exception {
    String said = with(options(), MESSAGES, ask("a", ""));
    String text = said.substring(said.indexOf("\"text\":"));
    assertThat(with(options().seed(2), MESSAGES, ask("a", ""))).doesNotContain(text);
    assertThat(answer(MESSAGES, ask("b", ""))).doesNotContain(text);
    assertThat(answer(MESSAGES, ask("a", "").replace("weir", "lock"))).doesNotContain(text);
  }
}
