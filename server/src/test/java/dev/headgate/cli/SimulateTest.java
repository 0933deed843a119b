package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimulateTest extends CommandLineTest {
  @Test
  void saysWhereItIsAndWhatItServed() throws Exception {
    try (Running simulator = running("simulate", "--port", "0", "--latency", "0ms")) {
      String url = simulator.out("base-url: (http://127.0.0.1:\\d+/v1)");
      simulator.out("meter +(http://127.0.0.1:\\d+/simulator/meter)");
      write(
          "headgate.yaml",
          """
          server: { port: 0 }
          providers: { simulated: { kind: openai-compatible, base-url: %s } }
          features: { hello: { variants: { a: { model: simulated/sim-small, prompt: a.md } } } }
          """
              .formatted(url));
      write("a.md", "# user\nHello\n");
      assertThat(headgate("try", "hello").exit()).isZero();

      Said said = simulator.stop("INT");

      assertDone(said);
      assertThat(said.out())
          .containsPattern("MODEL +STATUS +REQUESTS +ABORTED +TOKENS IN +OUT +BILL");
      assertThat(said.out())
          .containsPattern("sim-small +2xx +1 +0 +\\d+ +\\d+ +\\$0\\.0000\\d\\d\n");
    }
  }

  @Test
  void listsItsPlans() {
    assertThat(headgate("simulate", "--list-plans").out())
        .contains("PLAN           RULES\n", "outage         status 503\n");
  }

  @Test
  void stopsByItselfAndSaysWhereAPortIsTaken() {
    Said said = headgate("simulate", "--port", "0", "--for", "10ms");

    assertDone(said);
    assertThat(said.out()).endsWith("Nothing was asked.\n");
  }
}
