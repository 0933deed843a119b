package dev.headgate;

import static java.util.stream.Collectors.joining;

import dev.headgate.access.Access;
import dev.headgate.access.AdminKey;
import dev.headgate.base.Nearest;
import dev.headgate.config.Section;
import dev.headgate.protocol.Surface;
import dev.headgate.provider.Preset;
import dev.headgate.provider.ProviderConfig;
import dev.headgate.route.Alias;
import dev.headgate.route.Routes;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Whether what one part of the configuration says of another is true.
final class CrossCheck {
  private final Section root;
  private final HeadgateConfig config;

  CrossCheck(Section root, HeadgateConfig config) {
    this.root = root;
    this.config = config;
  }

  void run() {
    someoneToAsk();
    nobodyFromOutsideWithoutKey();
    applicationsAreNoOperators();
    config.providers().forEach(this::notOurselves);
    config.aliases().keySet().forEach(this::soundAlias);
    root.sections("features").values().forEach(this::knownModels);
    root.section("prices").keys().forEach(this::pricedProvider);
  }

  private void someoneToAsk() {
    if (config.providers().isEmpty()) {
      String variables =
          Preset.ALL.stream()
              .map(Preset::keyVariable)
              .filter(Objects::nonNull)
              .collect(joining(", "));
      root.problem(
          "providers", "none (expected: at least one; or export one of " + variables + ")");
    }
  }

  private void nobodyFromOutsideWithoutKey() {
    if (!config.server().isLocal() && config.keys().isEmpty()) {
      root.section("server")
          .problem(
              "host",
              "reachable from other machines, and no application keys (expected: keys: with at"
                  + " least one, or host: 127.0.0.1)");
    }
  }

  private void applicationsAreNoOperators() {
    AdminKey admin = config.adminKey();
    if (admin != null) {
      config.keys().stream()
          .filter(key -> key.secret().equals(admin.secret()))
          .forEach(key ->
              root.section("keys")
                  .section(key.name())
                  .problem("secret", "the admin key (expected: a key of the application's own)"));
    }
  }

  private void notOurselves(String name, ProviderConfig provider) {
    String host = config.server().host();
    boolean here = Access.isLoopback(provider.host()) || provider.host().equalsIgnoreCase(host);
    boolean ours = here && provider.port() == config.server().port();
    if (ours) {
      root.section("providers")
          .section(name)
          .problem("base-url", "this server's own address (expected: a provider's)");
    }
  }

  private void soundAlias(String name) {
    Section at = root.section("models").section(name);
    Alias alias = config.aliases().get(name);
    if (alias == null) {
      return;
    }
    List<String> loop = loop(name, List.of());
    if (!loop.isEmpty()) {
      at.problem("targets", "leads back to itself: " + String.join(" → ", loop));
    } else {
      alias.targets().forEach(target -> knownTarget(at, "targets", target));
      alias
          .smaller()
          .forEach(
              rule -> knownTarget(at.section("smaller").section(rule.name()), "use", rule.use()));
    }
  }

  /// The way from an alias back to one that it has passed, if there is one.
  private List<String> loop(String name, List<String> way) {
    List<String> longer = Stream.concat(way.stream(), Stream.of(name)).toList();
    Alias alias = config.aliases().get(name);
    if (way.contains(name) || alias == null) {
      return alias == null ? List.of() : longer;
    }
    return alias
        .leadsTo()
        .map(next -> loop(next, longer))
        .filter(found -> !found.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private void knownTarget(Section at, String key, String target) {
    String provider = target.split("/", 2)[0];
    boolean model = target.contains("/") && config.providers().containsKey(provider);
    if (!target.isEmpty() && !model && !config.aliases().containsKey(target)) {
      at.problem(
          key,
          at.shown(key)
              + ": no configured provider's model, and no alias (expected: provider/model)"
              + Nearest.hint(provider, config.providers().keySet()));
    }
  }

  /// A price that nobody is billed by is a name mistyped.
  private void pricedProvider(String model) {
    String provider = model.split("/", 2)[0];
    if (!config.providers().containsKey(provider)) {
      root.section("prices")
          .problem(
              model,
              "no configured provider's model (expected: provider/model)"
                  + Nearest.hint(provider, config.providers().keySet()));
    }
  }

  private void knownModels(Section feature) {
    Routes routes = config.routes();
    feature
        .sections("variants")
        .values()
        .forEach(variant -> {
          String model = variant.text("model", "");
          boolean alias = config.aliases().containsKey(model); // checked where it stands
          if (!model.isEmpty() && !alias && routes.find(model, Surface.FEATURES).isEmpty()) {
            variant.problem(
                "model",
                variant.shown("model")
                    + ": unknown (expected: an alias under models, or provider/model of a"
                    + " configured provider)"
                    + Nearest.hint(model, config.aliases().keySet()));
          }
        });
  }
}
