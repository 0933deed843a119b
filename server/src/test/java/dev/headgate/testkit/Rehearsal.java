package dev.headgate.testkit;

import dev.headgate.record.CallRecord;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A gate in front of a simulated provider. Unless the configuration says otherwise its providers
/// are `openai` and `anthropic`, both simulated, known from the environment alone; its pauses
/// between attempts are the shortest, and its dice always show nought; and it knows what the
/// simulated models cost.
public final class Rehearsal implements AutoCloseable {
  public static final String OPENAI_KEY = "the-openai-key-of-the-gate";
  public static final String ANTHROPIC_KEY = "the-anthropic-key-of-the-gate";

  private static final String PRICES =
      """
        %1$s/sim-small: { input: $0.10, output: $0.50, cache-read: $0.01, cache-write: $0.125,
          cache-write-1h: $0.20, cache-write-12h: $0.20, web-search: $10, tiers: { fast: 2, priority: 2 } }
        %1$s/sim-large: { input: $4, output: $20, cache-read: $0.20, cache-write: $5,
          cache-write-1h: $8, cache-write-12h: $8, web-search: $10, tiers: { fast: 2, priority: 2 } }
        %1$s/sim-slow: { input: $1, output: $5, cache-read: $0.10, cache-write: $1.25,
          cache-write-1h: $2, cache-write-12h: $2, web-search: $10, tiers: { fast: 2, priority: 2 } }
        %1$s/sim-reasoner: { input: $2, output: $10, cache-read: $0.20, cache-write: $2.50,
          cache-write-1h: $4, cache-write-12h: $4, web-search: $10, tiers: { fast: 2, priority: 2 } }
        %1$s/sim-embedding: { input: $0.02, output: $0 }
      """;

  private final Simulator simulator = Simulator.start(Options.instant());
  private final Gate gate;

  /// `${SIMULATOR}` in the text is the simulator's address, without `/v1`.
  public Rehearsal(Path directory, String yaml) throws IOException {
    gate =
        Gate.in(directory)
            .random(() -> 0)
            .variable("OPENAI_API_KEY", OPENAI_KEY)
            .variable("HEADGATE_OPENAI_BASE_URL", simulator.openAiBaseUrl())
            .variable("ANTHROPIC_API_KEY", ANTHROPIC_KEY)
            .variable("HEADGATE_ANTHROPIC_BASE_URL", simulator.anthropicBaseUrl())
            .variable("SIMULATOR", simulator.anthropicBaseUrl())
            .start("server: { port: 0, drain: 0s }\n" + prices(yaml) + yaml);
  }

  private static String prices(String yaml) {
    return yaml.contains("providers:") || yaml.contains("prices:")
        ? ""
        : "prices:\n" + PRICES.formatted("openai") + PRICES.formatted("anthropic");
  }

  /// With a prompt `prompt.md` beside the configuration.
  public static Rehearsal of(Path directory, String prompt, String yaml) throws IOException {
    Files.writeString(directory.resolve("prompt.md"), prompt);
    return new Rehearsal(directory, yaml);
  }

  public Simulator simulator() {
    return simulator;
  }

  public Gate gate() {
    return gate;
  }

  /// The gate's address, without `/v1`.
  public String url() {
    return "http://127.0.0.1:" + gate.port();
  }

  /// The record of the next call that ends.
  public CallRecord record() throws InterruptedException {
    return gate.record();
  }

  @Override
  public void close() {
    gate.close();
    simulator.close();
  }
}
