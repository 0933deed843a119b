package dev.headgate.cli;

import dev.headgate.base.Unit;
import dev.headgate.price.Dollars;
import dev.headgate.price.ModelPrice;
import dev.headgate.price.Rates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `headgate prices`
@Command(
    name = "prices",
    description = "Shows what models cost, those that the configuration names or all.",
    subcommands = {
      ShowPrice.class,
      CheckPrices.class,
      ComparePrices.class,
      ImportPrices.class,
      RepriceCalls.class
    })
final class ShowPrices implements Callable<Integer> {
  private static final int WIDEST = 34;

  @Option(names = "--all", description = "Every model of a configured provider with a price.")
  private boolean all;

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  /// A model and its price, if it has one.
  private record Row(String target, @Nullable ModelPrice price) {}

  @Override
  public Integer call() {
    var read = ConfigOption.sound(config.source().read()).config();
    var named = new NamedTargets(read);
    List<Row> rows = rows(named).toList();
    terminal
        .out()
        .println(
            output.isJson()
                ? OutputOption.json(rows.stream().map(row -> json(row, named)).toList())
                : text(rows, read.prices().facts().toString()));
    return Exit.DONE;
  }

  private Stream<Row> rows(NamedTargets named) {
    return all
        ? named.all().map(each -> new Row(each.getKey(), each.getValue()))
        : named.users().keySet().stream()
            .map(target -> new Row(target, named.price(target).orElse(null)));
  }

  private static String text(List<Row> rows, String facts) {
    if (rows.isEmpty()) {
      return "The configuration names no model (see: headgate prices --all).";
    }
    var table = Table.of("$ A MILLION TOKENS", "INPUT#", "CACHED#", "WRITTEN#", "OUTPUT#", "");
    Instant now = Instant.now();
    rows.forEach(row -> table.row(cells(row, now)));
    var lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add("As of " + facts + "; * as configured, + other prices at times (prices show MODEL)");
    return String.join(System.lineSeparator(), lines);
  }

  /// What a short request costs now.
  private static String[] cells(Row row, Instant now) {
    String name = Terminal.clean(row.target);
    String fits = Width.of(name) > WIDEST ? Width.fit(name, WIDEST) : name;
    if (row.price == null) {
      return new String[] {fits, "unknown", "", "", "", ""};
    }
    Rates rates = row.price.usual(now);
    OptionalLong written =
        Stream.of(Unit.CACHE_WRITE_5M, Unit.CACHE_WRITE_30M)
            .map(rates::of)
            .filter(OptionalLong::isPresent)
            .findFirst()
            .orElse(OptionalLong.empty());
    return new String[] {
      fits,
      shown(rates.of(Unit.INPUT)),
      shown(rates.of(Unit.CACHE_READ)),
      shown(written),
      shown(rates.of(Unit.OUTPUT)),
      (PriceJson.isConfigured(row.price) ? "*" : "") + (row.price.rules().size() > 1 ? "+" : "")
    };
  }

  private static String shown(OptionalLong picos) {
    return picos.isPresent() ? Dollars.shown(picos.getAsLong(), Unit.INPUT) : "-";
  }

  private static Map<String, Object> json(Row row, NamedTargets named) {
    if (row.price != null) {
      return new PriceJson(row.target, row.price, named.limits(row.target)).json();
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("model", row.target);
    json.put("rules", List.of());
    return json;
  }
}
