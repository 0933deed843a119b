package dev.headgate.cli;

import dev.headgate.price.Prices;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `headgate prices check`
@Command(
    name = "check",
    description = "Says what is used and has no price, and whether the prices are old.")
final class CheckPrices implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  /// Who uses a model that has no price.
  private record Unpriced(String model, SequencedSet<String> users) {}

  @Override
  public Integer call() {
    var read = ConfigOption.sound(config.source().read()).config();
    var named = new NamedTargets(read);
    List<Unpriced> unpriced =
        named.users().entrySet().stream()
            .filter(each -> named.price(each.getKey()).isEmpty())
            .map(each -> new Unpriced(each.getKey(), each.getValue()))
            .toList();
    List<String> warnings = read.prices().warnings(Instant.now());
    terminal
        .out()
        .println(
            output.isJson()
                ? OutputOption.json(json(read.prices(), unpriced, warnings))
                : text(read.prices(), unpriced, warnings));
    return unpriced.isEmpty() ? Exit.DONE : Exit.FAILED;
  }

  private static String text(Prices prices, List<Unpriced> unpriced, List<String> warnings) {
    var lines = new ArrayList<String>();
    lines.add(
        "Price list %s: %d models, as of %s"
            .formatted(prices.version(), prices.all().size(), prices.facts()));
    for (Unpriced each : unpriced) {
      lines.add("no price: " + each.model + " (" + String.join(", ", each.users) + ")");
    }
    warnings.forEach(warning -> lines.add("warning: " + warning));
    if (unpriced.isEmpty()) {
      lines.add("Every model that the configuration names has a price.");
    }
    return Terminal.clean(String.join("\n", lines)).replace("\n", System.lineSeparator());
  }

  private static Map<String, Object> json(
      Prices prices, List<Unpriced> unpriced, List<String> warnings) {
    var json = new LinkedHashMap<String, Object>();
    json.put("price_version", prices.version());
    json.put("facts", prices.facts().toString());
    json.put("models", prices.all().size());
    json.put("unpriced", unpriced);
    json.put("warnings", warnings);
    return json;
  }
}
