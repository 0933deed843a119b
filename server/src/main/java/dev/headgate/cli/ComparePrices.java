package dev.headgate.cli;

import dev.headgate.base.Unit;
import dev.headgate.base.Unit.Kind;
import dev.headgate.price.Dollars;
import dev.headgate.price.ModelPrice;
import dev.headgate.price.Prices;
import dev.headgate.price.Rates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

  /// What a short request costs now, unit by unit; of a model that the catalogue does not know,
  /// all. `cache-write` is a price of every vendor's usual time, so that one of them is another's.
  private static List<Difference> differences(String model, ModelPrice price, Prices prices) {
    String[] names = model.split("/", 2);
    Instant now = Instant.now();
    Rates mine = price.usual(now);
    Rates shipped =
        prices.findShipped(names[0], names[1]).map(known -> known.usual(now)).orElse(null);
    var differences = new ArrayList<Difference>();
    for (Unit unit : Unit.values()) {
      Long was = shipped == null ? null : shipped.said().get(unit);
      Long is = mine.said().get(unit);
      boolean otherLifetime = shipped != null && was == null && unit.kind() == Kind.CACHE_WRITE;
      if (!Objects.equals(was, is) && !otherLifetime) {
        differences.add(
            new Difference(model, Dollars.word(unit), shown(was, unit), shown(is, unit)));
      }
    }
    return differences;
  }

  private static @Nullable String shown(@Nullable Long rate, Unit unit) {
    return rate == null ? null : Dollars.shown(rate, unit);
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
