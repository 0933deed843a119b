package dev.headgate.testkit;

import dev.headgate.record.CallRecord;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A gate in front of a simulated provider. Unless the configuration says otherwise its providers
/// are `openai` and `anthropic`, both simulated, known from the environment alone; its pauses
/// between attempts are the shortest, and its dice always show nought.
public final class Rehearsal implements AutoCloseable {
  public static final String OPENAI_KEY = "the-openai-key-of-the-gate";
  public static final String ANTHROPIC_KEY = "the-anthropic-key-of-the-gate";

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
            .start("server: { port: 0, drain: 0s }\n" + yaml);
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
