package dev.headgate.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.JsonNode;

/// `headgate prices reprice`
@Command(
    name = "reprice",
    description = "Shows what stored calls would cost by the prices in force; changes nothing.")
final class RepriceCalls implements Callable<Integer> {
  private static final int WIDEST = 28;

  @Mixin private FilterOption filter = new FilterOption();
  @Mixin private ServerOption server = new ServerOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    try (Operations operations = server.open()) {
      JsonNode found = operations.read("/admin/v1/prices/reprice?" + filter.query(Map.of()));
      terminal.out().println(output.isJson() ? OutputOption.json(found) : text(found));
    }
    return Exit.DONE;
  }

  static String text(JsonNode found) {
    JsonNode targets = found.path("targets");
    if (targets.isEmpty()) {
      return "no calls that cost anything";
    }
    var table = Table.of("TARGET", "ATTEMPTS#", "CHANGED#", "RECORDED#", "NOW#", "DIFFERENCE#");
    long recorded = 0;
    long now = 0;
    long unknown = 0;
    for (JsonNode each : targets) {
      String target = Terminal.clean(each.path("target").asString());
      long before = each.path("recorded_nano").asLong();
      long after = each.path("now_nano").asLong();
      table.row(
          Width.of(target) > WIDEST ? Width.fit(target, WIDEST) : target,
          Amount.count(each.path("attempts").asLong()),
          Amount.count(each.path("changed").asLong()),
          Amount.dollars(before),
          Amount.dollars(after),
          difference(after - before));
      recorded += before;
      now += after;
      unknown += each.path("unknown_now").asLong();
    }
    table.row(
        "all", "", "", Amount.dollars(recorded), Amount.dollars(now), difference(now - recorded));
    String missing =
        unknown == 0 ? "" : "\n%s of them have no known price.".formatted(Amount.count(unknown));
    return "%s%n%s%nRecords keep the price of their day: nothing is changed. Price list %s."
        .formatted(table, missing, found.path("price_version").asString());
  }

  private static String difference(long nanos) {
    return nanos == 0 ? "-" : (nanos > 0 ? "+" : "-") + Amount.dollars(Math.abs(nanos));
  }
}
