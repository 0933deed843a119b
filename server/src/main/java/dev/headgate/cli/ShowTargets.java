package dev.headgate.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// `headgate targets`
@Command(
    name = "targets",
    description = "Shows how the providers' models do, and takes them out of service.",
    subcommands = {SwitchTarget.Disable.class, SwitchTarget.Enable.class})
final class ShowTargets implements Callable<Integer> {
  static final String PATH = "/admin/v1/targets";

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    try (Operations operations = server.open()) {
      JsonNode targets = operations.read(PATH);
      terminal.out().println(output.isJson() ? OutputOption.json(targets) : text(targets));
    }
    return Exit.DONE;
  }

  static String text(JsonNode targets) {
    if (targets.isEmpty()) {
      return "no targets: the configuration names none, and none was asked";
    }
    var table = Table.of("TARGET", "STATE", "FAILED#", "LATENCY#", "IN FLIGHT#", "QUEUED#");
    for (JsonNode target : targets) {
      int attempts = target.path("attempts").asInt();
      long latency = target.path("latency_ms").asLong();
      table.row(
          Terminal.clean(target.path("target").asString()),
          target.path("state").asString(),
          attempts == 0 ? "-" : target.path("failed").asInt() + "/" + attempts,
          latency == 0 ? "-" : latency + " ms",
          target.path("in_flight").asString(),
          target.path("queued").asString());
    }
    List<String> lines = new ArrayList<>(table.lines());
    for (JsonNode target : targets) {
      String reason = target.path("reason").asString("");
      if (!reason.isEmpty()) {
        lines.add(Terminal.clean("  " + target.path("target").asString() + ": " + reason));
      }
    }
    return String.join(System.lineSeparator(), lines);
  }
}
