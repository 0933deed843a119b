package dev.headgate.cli;

import dev.headgate.HeadgateConfig;
import dev.headgate.price.ModelLimits;
import dev.headgate.price.ModelPrice;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The models that a configuration names, as `provider/model`, and who uses each. Clients of the
/// vendors' surfaces may ask for others.
record NamedTargets(HeadgateConfig config) {
  /// By target: `models.fast`, `features.reply.candidate`.
  Map<String, SequencedSet<String>> users() {
    var users = new TreeMap<String, SequencedSet<String>>();
    config.aliases().forEach((name, alias) -> add(users, alias.target(), "models." + name));
    for (var feature : config.features().all()) {
      for (var variant : feature.variants()) {
        String user = "features." + feature.name() + "." + variant.name();
        add(users, resolved(variant.model()), user);
      }
    }
    return users;
  }

  private static void add(Map<String, SequencedSet<String>> users, String target, String user) {
    users.computeIfAbsent(target, _ -> new LinkedHashSet<>()).add(user);
  }

  /// What an alias stands for; anything else is itself.
  String resolved(String model) {
    var alias = config.aliases().get(model);
    return alias == null ? model : alias.target();
  }

  Optional<ModelPrice> price(String target) {
    String[] names = target.split("/", 2);
    return names.length < 2 ? Optional.empty() : config.prices().find(names[0], names[1]);
  }

  ModelLimits limits(String target) {
    String[] names = target.split("/", 2);
    return names.length < 2 ? ModelLimits.UNKNOWN : config.prices().limits(names[0], names[1]);
  }

  /// Every price that is known by name, those of patterns too.
  Stream<Map.Entry<String, ModelPrice>> all() {
    return config.prices().all().entrySet().stream();
  }
}
