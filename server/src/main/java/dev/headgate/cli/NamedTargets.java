package dev.headgate.cli;

import dev.headgate.HeadgateConfig;
import dev.headgate.price.ModelLimits;
import dev.headgate.price.ModelPrice;
import java.util.LinkedHashSet;
import java.util.List;
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
    config
        .aliases()
        .keySet()
        .forEach(name -> targets(name).forEach(target -> add(users, target, "models." + name)));
    for (var feature : config.features().all()) {
      for (var variant : feature.variants()) {
        String user = "features." + feature.name() + "." + variant.name();
        targets(variant.model()).forEach(target -> add(users, target, user));
      }
    }
    return users;
  }

  private static void add(Map<String, SequencedSet<String>> users, String target, String user) {
    users.computeIfAbsent(target, _ -> new LinkedHashSet<>()).add(user);
  }

  /// What an alias stands for, in order; anything else is itself.
  List<String> targets(String model) {
    var alias = config.aliases().get(model);
    return alias == null
        ? List.of(model)
        : alias.targets().stream().flatMap(each -> targets(each).stream()).distinct().toList();
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
