package dev.headgate.cli;

import dev.headgate.price.Change;
import dev.headgate.price.Repricing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// `headgate prices reprice`
@Command(
    name = "reprice",
    description = "Shows what stored calls would cost by the prices in force; changes nothing.")
final class RepriceCalls implements Callable<Integer> {
  private static final String PATH = "/admin/v1/prices/reprice?";

  @Mixin private FilterOption filter = new FilterOption();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    try (Operations operations = server.open()) {
      RepriceTable table = table(operations);
      terminal.out().println(output.isJson() ? OutputOption.json(table.json()) : table.text());
    }
    return Exit.DONE;
  }

  /// Adds up what the server says of its calls, some of them at a time.
  private RepriceTable table(Operations operations) {
    var repricing = new Repricing();
    JsonNode first = operations.read(PATH + filter.query(Map.of()));
    JsonNode page = first;
    add(page, repricing);
    while (page.has("next")) {
      var more = new LinkedHashMap<String, @Nullable String>();
      more.put("before", page.path("next").asString());
      if (first.has("since")) { // an hour ago is later by now
        more.put("since", first.path("since").asString());
      }
      page = operations.read(PATH + filter.query(more));
      add(page, repricing);
      if (!page.path("price_version").equals(first.path("price_version"))) {
        throw new Failure(Exit.FAILED, "the prices have changed meanwhile; ask again");
      }
    }
    return new RepriceTable(first.path("price_version").asString(), repricing.changes());
  }

  private static void add(JsonNode page, Repricing repricing) {
    page.path("targets").forEach(each -> repricing.add(Change.read(each)));
  }
}
