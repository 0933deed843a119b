package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.base.SystemClock;
import dev.headgate.config.Environment;
import dev.headgate.feature.Feature;
import dev.headgate.record.CallRecord;
import dev.headgate.simulate.FaultPlan;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;

/// A gate in front of two simulated providers, with a configuration of its own in a directory that
/// goes with it.
final class DemoGate implements AutoCloseable {
  private final Simulator simulator;
  private final Path directory;
  private final Headgate headgate;

  private DemoGate(int port, Consumer<CallRecord> records, long seed) throws IOException {
    simulator = Simulator.start(Options.lifelike().seed(seed));
    directory = Files.createTempDirectory("headgate-demo");
    Files.writeString(directory.resolve("v1.md"), prompt("You help customers of a shop."));
    Files.writeString(directory.resolve("v2.md"), prompt("You help customers. Be brief."));
    Path file = directory.resolve(ConfigOption.USUAL);
    Files.writeString(file, config(port, simulator));
    var source = new Configuration(file, new Environment(Map.of("DEMO_KEY", "demo")));
    var around =
        new Headgate.Surroundings(new SystemClock(), new SecureRandom(), directory, records);
    headgate = onItsPortOrAny(source, around);
  }

  private static Headgate onItsPortOrAny(Configuration source, Headgate.Surroundings around) {
    Configuration.Read read = source.read();
    try {
      return Listening.at("", "", () -> Headgate.start(source, read, around));
    } catch (Failure taken) {
      return Headgate.start(source, read.alone(), around);
    }
  }

  /// On the port if it is free, else on any.
  static DemoGate start(int port, Consumer<CallRecord> records, long seed) {
    try {
      return new DemoGate(port, records, seed);
    } catch (IOException refused) {
      throw new Failure(Exit.FAILED, "cannot make a directory for the demo: " + refused);
    }
  }

  private static String config(int port, Simulator simulator) {
    return """
    server: { port: %d, drain: 10s }
    providers:
      openai:    { base-url: %s, api-key: ${DEMO_KEY}, retries: 1 }
      anthropic: { base-url: %s, api-key: ${DEMO_KEY}, retries: 1 }
    prices:
      openai/sim-small:    { input: $0.10, cache-read: $0.01, cache-write: $0.125, output: $0.50 }
      anthropic/sim-large: { input: $4, cache-read: $0.20, cache-write: $5, output: $20 }
    features:
      support-reply:
        max-output-tokens: 80
        timeouts: { first-token: 5s, total: 20s }
        fallback: "Sorry, that is not available right now. Please try again shortly."
        variants:
          control:   { model: openai/sim-small, prompt: v1.md }
          candidate: { model: anthropic/sim-large, prompt: v2.md }
        serve: { control: 90%%, candidate: 10%% }
    """
        .formatted(port, simulator.openAiBaseUrl(), simulator.anthropicBaseUrl());
  }

  private static String prompt(String system) {
    return """
    ---
    inputs: { question: string }
    ---
    # system
    %s

    # user
    {{question}}
    """
        .formatted(system);
  }

  int port() {
    return headgate.port();
  }

  Simulator simulator() {
    return simulator;
  }

  Feature feature() {
    return headgate.config().features().all().getFirst();
  }

  String address() {
    return "http://127.0.0.1:" + port();
  }

  URI completions() {
    return URI.create(address() + "/v1/features/" + feature().name() + "/completions");
  }

  void breakProvider() {
    simulator.faults(FaultPlan.named("outage"));
  }

  void mendProvider() {
    simulator.faults(FaultPlan.HEALTHY);
  }

  @Override
  public void close() {
    headgate.close();
    simulator.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) { // the deepest first
        Files.delete(file);
      }
    } catch (IOException stays) {
      throw new Failure(Exit.FAILED, "cannot remove " + directory + ": " + stays);
    }
  }
}
