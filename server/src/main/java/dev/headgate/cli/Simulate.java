package dev.headgate.cli;

import dev.headgate.simulate.FaultPlan;
import dev.headgate.simulate.Meter;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import java.time.Duration;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `headgate simulate`
@Command(
    name = "simulate",
    description = {
      "Runs a simulated provider, to rehearse with.",
      "It speaks OpenAI's and Anthropic's languages until it is told to stop, and then says what"
          + " it would have billed."
    })
final class Simulate implements Callable<Integer> {
  @Option(
      names = {"-p", "--port"},
      defaultValue = "4010",
      description = "On loopback; 0 takes a free one (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of all chance: the same seed says the same (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--plan",
      paramLabel = "NAME|RULES",
      defaultValue = "healthy",
      description =
          "What goes wrong: a name of --list-plans, or as \"after 30s for 10s: status 503\"."
              + " (default: ${DEFAULT-VALUE})")
  private String plan = "";

  @Option(names = "--list-plans", description = "Shows the plans that have a name.")
  private boolean listPlans;

  @Option(
      names = "--latency",
      paramLabel = "DURATION",
      defaultValue = "300ms",
      description = "Of the first token, in the median (default: ${DEFAULT-VALUE}).")
  private Duration latency = Duration.ZERO;

  @Option(
      names = "--tokens-per-second",
      paramLabel = "N",
      defaultValue = "80",
      description = "After the first; 0 is all at once (default: ${DEFAULT-VALUE}).")
  private double tokensPerSecond;

  @Option(names = "--for", paramLabel = "DURATION", description = "Stops by itself after so long.")
  private @Nullable Duration most;

  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() throws InterruptedException {
    if (listPlans) {
      var table = Table.of("PLAN", "RULES");
      new TreeMap<>(FaultPlan.NAMED).forEach(table::row);
      terminal.out().println(table);
      return Exit.DONE;
    }
    try (var simulator = start(options())) {
      var stopping = new Stopping(terminal.shell().signals());
      terminal.out().println(text(simulator));
      terminal.out().flush();
      if (most == null) {
        stopping.await();
      } else {
        stopping.await(most);
      }
      terminal.out().println(bill(simulator.meter().snapshot()));
    }
    return Exit.DONE;
  }

  private static Simulator start(Options options) {
    return Listening.at(
        options.host() + ":" + options.port(),
        "choose another with --port, or 0 for any",
        () -> Simulator.start(options));
  }

  private Options options() {
    if (port < 0 || port > 65_535) {
      throw new Failure(Exit.USAGE, "--port: " + port + " (expected: 0 to 65535)");
    }
    try {
      return Options.instant()
          .port(port)
          .seed(seed)
          .latency(latency, latency.isZero() ? 0 : Options.lifelike().spread())
          .tokensPerSecond(tokensPerSecond)
          .faults(FaultPlan.parse(plan));
    } catch (IllegalArgumentException wrong) {
      throw new Failure(Exit.USAGE, String.valueOf(wrong.getMessage()));
    }
  }

  private String text(Simulator simulator) {
    String meter = simulator.anthropicBaseUrl() + "/simulator/meter";
    var table =
        Table.ofNames()
            .row("  OpenAI", simulator.openAiBaseUrl(), "chat/completions, responses, embeddings")
            .row("  Anthropic", simulator.anthropicBaseUrl(), "/v1/messages")
            .row("  meter", meter)
            .row("  plan", plan + ", seed " + seed);
    return """
    A simulated provider; any key will do, and none. Ctrl-C stops it.
    %s

    In headgate.yaml:
      providers:
        simulated: { kind: openai-compatible, base-url: %s }
      models:
        fast: { targets: [simulated/sim-small] }   # or sim-large, sim-slow, sim-reasoner
    """
        .formatted(table, simulator.openAiBaseUrl());
  }

  private static String bill(Meter.Snapshot meter) {
    var table = Table.of("MODEL", "STATUS", "REQUESTS#", "ABORTED#", "TOKENS IN#", "OUT#", "BILL#");
    for (Meter.Row row : meter.rows()) {
      table.row(
          row.model(),
          row.status(),
          count(row.requests()),
          count(row.aborted()),
          count(row.tokens().input()),
          count(row.tokens().output()),
          dollars(row.billedNano()));
    }
    return meter.rows().isEmpty() ? "Nothing was asked." : table.toString();
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String dollars(long nano) {
    return String.format(Locale.ROOT, "$%.6f", nano / 1e9);
  }
}
