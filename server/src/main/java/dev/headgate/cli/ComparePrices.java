package dev.headgate.cli;

import dev.headgate.base.Unit;
import dev.headgate.price.Dollars;
import dev.headgate.price.ModelPrice;
import dev.headgate.price.Prices;
import dev.headgate.price.Rates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `headgate prices diff`
@Command(
    name = "diff",
    description = "Shows where the configuration's prices differ from the catalogue's.")
final class ComparePrices implements Callable<Integer> {
  private static final int WIDEST = 36;

  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private OutputOption output = new OutputOption();
  @Mixin private Terminal terminal = new Terminal();

  /// A unit with another price, or with a price on one side only; in dollars.
  private record Difference(
      String model, String unit, @Nullable String catalogue, @Nullable String configured) {}

  @Override
  public Integer call() {
    var prices = ConfigOption.sound(config.source().read()).config().prices();
    var differences = new ArrayList<Difference>();
    prices
        .configured()
        .forEach((model, price) -> differences.addAll(differences(model, price, prices)));
    terminal
        .out()
        .println(output.isJson() ? OutputOption.json(json(differences)) : text(differences));
    return Exit.DONE;
  }

  /// What a short request costs, unit by unit; of a model that the catalogue does not know, all.
  private static List<Difference> differences(String model, ModelPrice price, Prices prices) {
    String[] names = model.split("/", 2);
    Optional<Rates> shipped =
        prices.findShipped(names[0], names[1]).map(known -> known.rules().getLast().rates());
    Rates mine = price.rules().getLast().rates();
    var differences = new ArrayList<Difference>();
    for (Unit unit : Unit.values()) {
      OptionalLong was = shipped.map(rates -> rates.of(unit)).orElse(OptionalLong.empty());
      OptionalLong is = mine.of(unit);
      if (!was.equals(is)) {
        differences.add(
            new Difference(model, Dollars.word(unit), shown(was, unit), shown(is, unit)));
      }
    }
    return differences;
  }

  private static @Nullable String shown(OptionalLong rate, Unit unit) {
    return rate.isPresent() ? Dollars.shown(rate.getAsLong(), unit) : null;
  }

  private static String text(List<Difference> differences) {
    if (differences.isEmpty()) {
      return "The configuration's prices are the catalogue's.";
    }
    var table = Table.of("MODEL", "UNIT", "CATALOGUE#", "CONFIGURED#");
    String before = "";
    for (Difference each : differences) {
      String name = Width.of(each.model) > WIDEST ? Width.fit(each.model, WIDEST) : each.model;
      table.row(
          each.model.equals(before) ? "" : name,
          each.unit,
          each.catalogue == null ? "-" : each.catalogue,
          each.configured == null ? "-" : each.configured);
      before = each.model;
    }
    return table.toString();
  }

  private static List<Map<String, Object>> json(List<Difference> differences) {
    return differences.stream().map(ComparePrices::json).toList();
  }

  private static Map<String, Object> json(Difference each) {
    var json = new LinkedHashMap<String, Object>();
    json.put("model", each.model);
    json.put("unit", each.unit.replace('-', '_'));
    if (each.catalogue != null) {
      json.put("catalogue_usd", each.catalogue.substring(1));
    }
    if (each.configured != null) {
      json.put("configured_usd", each.configured.substring(1));
    }
    return json;
  }
}
