package dev.headgate.price;

import static java.util.Comparator.comparingInt;
import static java.util.stream.Collectors.joining;

import dev.headgate.base.Cost;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One provider's price list: by model, of its vendor's catalogue and of the configuration.
final class ProviderPrices {
  private static final String ALL = "*";

  private final Map<String, ModelPrice> shipped = new HashMap<>();
  private final Map<String, ModelPrice> own = new HashMap<>();
  private final List<Map.Entry<String, ModelPrice>> patterns; // by beginning, the longest first
  private final SortedMap<String, ModelPrice> configured;
  private final @Nullable String region;

  ProviderPrices(
      Catalogue catalogue, SortedMap<String, ModelPrice> configured, @Nullable Vendor vendor) {
    this.configured = configured;
    region = vendor == null ? null : vendor.region();
    if (vendor != null) {
      String beginning = vendor.name() + "/";
      catalogue.models().tailMap(beginning).entrySet().stream()
          .takeWhile(each -> each.getKey().startsWith(beginning))
          .forEach(
              each -> shipped.put(each.getKey().substring(beginning.length()), each.getValue()));
    }
    var beginnings = new HashMap<String, ModelPrice>();
    configured.forEach((key, price) -> {
      String model = key.substring(key.indexOf('/') + 1);
      if (model.endsWith(ALL)) {
        beginnings.put(model.substring(0, model.length() - 1), price);
      } else {
        own.put(model, price);
      }
    });
    patterns =
        beginnings.entrySet().stream()
            .sorted(comparingInt(each -> -each.getKey().length()))
            .toList();
  }

  Optional<Cost> cost(String model, Usage usage, Terms terms, Instant at) {
    return find(model)
        .or(() -> Optional.ofNullable(terms.model()).flatMap(this::find))
        .flatMap(price -> price.cost(usage, terms, region, at));
  }

  /// The configuration goes before the catalogue, the exact name before that without its date, that
  /// before a pattern. But a dated model that the catalogue knows by itself is another than the one
  /// without the date.
  Optional<ModelPrice> find(String model) {
    ModelPrice exact = own.get(model);
    if (exact != null) {
      return Optional.of(exact);
    }
    String undated = Dated.without(model);
    ModelPrice base = shipped.containsKey(model) ? null : own.get(undated);
    if (base != null) {
      return Optional.of(base);
    }
    for (var pattern : patterns) {
      if (model.startsWith(pattern.getKey())) {
        return Optional.of(pattern.getValue());
      }
    }
    return findShipped(model);
  }

  Optional<ModelPrice> findShipped(String model) {
    ModelPrice exact = shipped.get(model);
    return Optional.ofNullable(exact != null ? exact : shipped.get(Dated.without(model)));
  }

  /// By model or pattern.
  SortedMap<String, ModelPrice> all() {
    var all = new TreeMap<>(shipped);
    all.putAll(own);
    patterns.forEach(each -> all.put(each.getKey() + ALL, each.getValue()));
    return all;
  }

  SortedMap<String, ModelPrice> configured() {
    return configured;
  }

  /// All that decides a cost, in a settled order.
  String text() {
    return region
        + "\n"
        + all().entrySet().stream()
            .map(each -> each.getKey() + "\n" + each.getValue().text())
            .collect(joining("\n"));
  }
}
