package dev.headgate.cli;

import dev.headgate.base.SystemClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `headgate demo`
@Command(
    name = "demo",
    description = "Shows a gate at work; no key needed, nothing leaves the machine.")
final class Demo implements Callable<Integer> {
  @Option(
      names = {"-p", "--port"},
      defaultValue = "4000",
      description = "The gate's, if it is free (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of the traffic and the answers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      defaultValue = "headgate-data/demo",
      description = "Where its calls are kept (default: ${DEFAULT-VALUE}).")
  private String dataDir = "";

  @Option(names = "--for", paramLabel = "DURATION", description = "Stops by itself after so long.")
  private @Nullable Duration most;

  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() throws InterruptedException {
    var stopping = new Stopping(terminal.shell().signals());
    var table = new DemoTable(List.of("control", "candidate"), new SystemClock());
    var screen = new DemoScreen(terminal, table);
    Path here = terminal.shell().directory();
    String option;
    try (var gate = DemoGate.start(here, dataDir, port, table, seed)) {
      option = gate.option();
      screen.say(welcome(gate));
      try (var _ = new DemoTraffic(gate.completions(), seed)) {
        play(gate, stopping, screen);
        screen.say("Stopping; the calls under way may finish.");
      }
    }
    screen.end();
    terminal.out().println(farewell(option).stripTrailing());
    return Exit.DONE;
  }

  private String welcome(DemoGate gate) {
    return """
    A gate, 15 calls a second, and providers that fail now and then: all simulated,
    nothing leaves this machine. Ctrl-C ends it.

    %s

    Call it yourself:
    %s
    %s
    """
        .formatted(
            Table.ofNames()
                .row("  gate", gate.address() + (port == 0 || port == gate.port() ? "" : taken()))
                .row("  providers", gate.simulator().anthropicBaseUrl() + ", simulated")
                .row("  feature", gate.feature().serving()),
            Curl.feature(gate.address(), gate.feature()),
            Curl.stream(gate.address(), gate.feature()));
  }

  private static String farewell(String option) {
    return """

    Its calls are on record:
      %1$s usage %2$s --by variant
      %1$s calls %2$s
      %1$s call ID %2$s
    """
        .formatted(Shell.command(), option);
  }

  private String taken() {
    return "  (" + port + " is busy, so a free port)";
  }

  /// Until somebody ends it, or its time is up.
  private void play(DemoGate gate, Stopping stopping, DemoScreen screen)
      throws InterruptedException {
    long began = System.nanoTime();
    long last = most == null ? Long.MAX_VALUE : Math.max(1, most.toSeconds());
    for (long second = 1; second <= last; second++) {
      long left = began + second * 1_000_000_000 - System.nanoTime();
      if (stopping.await(Duration.ofNanos(left))) {
        return;
      }
      var now = new DemoScript(second);
      if (now.goesDown()) {
        gate.breakProvider();
        screen.say(now.time() + "  The provider goes down. The feature answers with its fallback.");
      } else if (now.comesBack()) {
        gate.mendProvider();
        screen.say(now.time() + "  The provider is back.");
      }
      screen.tick(now);
    }
  }
}
