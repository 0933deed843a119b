package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// `headgate usage`
@Command(name = "usage", description = "Sums calls up: how many, how slow, how dear.")
final class ShowUsage implements Callable<Integer> {
  @Option(
      names = "--by",
      paramLabel = "DIMENSION",
      description = "Told apart by feature, variant, model, key, outcome; several as a,b.")
  private @Nullable String by;

  @Mixin private FilterOption filter = new FilterOption();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private ListOption output = new ListOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    try (Operations operations = server.open()) {
      terminal.out().println(said(operations).stripTrailing());
    }
    return Exit.DONE;
  }

  private String said(Operations operations) {
    return switch (output.form()) {
      case CSV -> new String(operations.ask(Operations.get(query("csv"))), UTF_8);
      case JSON -> OutputOption.json(usage(operations));
      case TABLE -> new UsageTable(usage(operations)).text();
    };
  }

  private JsonNode usage(Operations operations) {
    return operations.read(query(null));
  }

  private String query(@Nullable String format) {
    var more = new LinkedHashMap<String, @Nullable String>();
    more.put("by", by);
    more.put("format", format);
    return "/admin/v1/usage?" + filter.query(more);
  }
}
