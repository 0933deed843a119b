package dev.headgate.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/// `headgate features history FEATURE`
@Command(name = "history", description = "Shows who switched a feature, when and why.")
final class SwitchHistory implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "FEATURE", description = "Its name.")
  private String feature = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "The newest so many, at most 1000 (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    JsonNode changes;
    try (Operations operations = server.open()) {
      changes = operations.read(SwitchFeature.path(feature) + "/history?limit=" + limit);
    }
    terminal.out().println(output.isJson() ? OutputOption.json(changes) : text(changes));
    return Exit.DONE;
  }

  private String text(JsonNode changes) {
    if (changes.isEmpty()) {
      return Terminal.clean(feature) + " was never switched";
    }
    var table = Table.of("WHEN", "WHO", "WHAT", "WHY");
    for (JsonNode change : changes) {
      String act = change.path("act").asString();
      table.row(
          change.path("at").asString().substring(0, 16).replace('T', ' '),
          Terminal.clean(change.path("author").asString()),
          change.has("serve") ? act + " " + ShowFeatures.said(change.path("serve")) : act,
          Terminal.clean(change.path("reason").asString()));
    }
    return table.toString();
  }
}
