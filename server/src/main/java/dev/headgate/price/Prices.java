package dev.headgate.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static java.util.stream.Collectors.joining;

import dev.headgate.base.Cost;
import dev.headgate.base.Unit.Kind;
import dev.headgate.base.Usage;
import dev.headgate.config.ContentHash;
import dev.headgate.protocol.Terms;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The price list in force: the catalogue, and what the configuration says instead, by provider.
/// What it does not know has no price; that is not the same as nothing.
public final class Prices {
  /// The catalogue is taken for old after so many days.
  public static final int FRESH_DAYS = 30;

  private final Catalogue catalogue;
  private final Map<String, ProviderPrices> providers;
  private final String version;

  private Prices(Catalogue catalogue, Map<String, ProviderPrices> providers) {
    this.catalogue = catalogue;
    this.providers = new TreeMap<>(providers);
    this.version = version(catalogue.facts(), this.providers);
  }

  /// For the providers of a configuration: who they are, by name, and its own prices.
  public static Prices of(
      Catalogue catalogue, PriceConfig configured, Map<String, Optional<Vendor>> providers) {
    var lists = new TreeMap<String, ProviderPrices>();
    providers.forEach((name, vendor) ->
        lists.put(name, new ProviderPrices(catalogue, configured.of(name), vendor.orElse(null))));
    return new Prices(catalogue, lists);
  }

  private static String version(LocalDate facts, Map<String, ProviderPrices> providers) {
    String lists =
        providers.entrySet().stream()
            .map(each -> each.getKey() + "\n" + each.getValue().text())
            .collect(joining("\n"));
    return ContentHash.of(List.of(facts.toString().getBytes(UTF_8), lists.getBytes(UTF_8)))
        .digits();
  }

  /// Names the list: the same prices have the same version.
  public String version() {
    return version;
  }

  /// The day of the catalogue's facts.
  public LocalDate facts() {
    return catalogue.facts();
  }

  /// What an attempt cost at a time; empty where any unit of its usage has no price. The model is
  /// the one that was asked; what the provider calls it counts only where that has no price.
  public Optional<Cost> cost(String provider, String model, Usage usage, Terms terms, Instant at) {
    ProviderPrices list = providers.get(provider);
    return list == null ? Optional.empty() : list.cost(model, usage, terms, at);
  }

  /// The rules for a model of a provider: the configuration's, else the catalogue's.
  public Optional<ModelPrice> find(String provider, String model) {
    return Optional.ofNullable(providers.get(provider)).flatMap(list -> list.find(model));
  }

  /// The catalogue's rules for it, whatever the configuration says.
  public Optional<ModelPrice> findShipped(String provider, String model) {
    return Optional.ofNullable(providers.get(provider)).flatMap(list -> list.findShipped(model));
  }

  /// What a model of a provider takes and puts out at most, as far as the catalogue knows.
  public ModelLimits limits(String provider, String model) {
    return findShipped(provider, model).map(ModelPrice::limits).orElse(ModelLimits.UNKNOWN);
  }

  /// Every model whose price is known by name, by `provider/model` of the configuration, with
  /// patterns as they are written.
  public Map<String, ModelPrice> all() {
    var all = new TreeMap<String, ModelPrice>();
    providers.forEach((provider, list) ->
        list.all().forEach((model, price) -> all.put(provider + "/" + model, price)));
    return all;
  }

  /// The configuration's own prices, by `provider/model` or pattern.
  public Map<String, ModelPrice> configured() {
    var configured = new TreeMap<String, ModelPrice>();
    providers.values().forEach(list -> configured.putAll(list.configured()));
    return configured;
  }

  /// What whoever starts a server should know of its prices.
  public List<String> warnings(Instant now) {
    var warnings = new ArrayList<String>();
    long days = ChronoUnit.DAYS.between(facts(), now.atOffset(UTC).toLocalDate());
    if (days > FRESH_DAYS) {
      warnings.add(
          "The catalogue of prices is of %s, %d days old; vendors may charge otherwise by now"
              .formatted(facts(), days));
    }
    configured().forEach((model, price) -> lacking(model, price, now).ifPresent(warnings::add));
    return warnings;
  }

  /// Tokens that the catalogue prices and the configuration does not: calls that use them lose
  /// their cost.
  private Optional<String> lacking(String model, ModelPrice price, Instant now) {
    String[] names = model.split("/", 2);
    Rates mine = price.usual(now);
    String lacks =
        findShipped(names[0], names[1]).stream()
            .flatMap(shipped -> shipped.usual(now).said().keySet().stream())
            .filter(unit -> unit.kind() != Kind.REQUEST && mine.of(unit).isEmpty())
            .map(Dollars::word)
            .collect(joining(", "));
    return lacks.isEmpty()
        ? Optional.empty()
        : Optional.of("prices: " + model + " names no price of " + lacks + ", the catalogue does");
  }
}
