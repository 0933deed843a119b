package dev.headgate.route;

import dev.headgate.base.Decision;
import dev.headgate.base.Nearest;
import dev.headgate.base.Printable;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.protocol.Surface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Finds the target that a model's name means: an alias, `provider/model`, or a bare model of the
/// surface's own vendor.
public final class Routes {
  private static final Refusal NOT_ALLOWED =
      new Refusal(
          Code.MODEL_NOT_ALLOWED,
          "This key may not use the model it asked for; its models stand in the configuration under"
              + " keys.",
          "model");

  private final Map<String, Provider> providers;
  private final Map<String, Alias> aliases;

  public Routes(Map<String, Provider> providers, Map<String, Alias> aliases) {
    this.providers = Map.copyOf(providers);
    this.aliases = Map.copyOf(aliases);
  }

  public Provider provider(Target target) {
    Provider provider = providers.get(target.provider());
    if (provider == null) {
      throw new IllegalStateException("no provider of target " + target);
    }
    return provider;
  }

  /// The names of the aliases, sorted.
  public List<String> aliases() {
    return aliases.keySet().stream().sorted().toList();
  }

  /// The target of a model as a client asks for it, if the client may use it.
  public Decision<Target> asked(String model, Surface surface, Predicate<String> allowed) {
    Optional<Target> target = find(model, surface);
    if (target.isEmpty()) {
      return Decision.no(unknown(model, allowed));
    }
    boolean bare = !aliases.containsKey(model);
    boolean may = allowed.test(model) || (bare && allowed.test(target.get().toString()));
    return may ? fits(target.get(), surface) : Decision.no(NOT_ALLOWED);
  }

  /// The target of a variant's model, which its feature's owner chose.
  public Decision<Target> ofVariant(String model, Surface surface) {
    return find(model, surface)
        .map(target -> fits(target, surface))
        .orElseGet(() -> Decision.no(unknown(model, _ -> true)));
  }

  /// The target that a name means, whoever asks.
  public Optional<Target> find(String model, Surface surface) {
    Alias alias = aliases.get(model);
    String name = alias == null ? model : alias.target();
    int slash = name.indexOf('/');
    if (slash > 0 && slash < name.length() - 1) {
      return target(name.substring(0, slash), name.substring(slash + 1));
    }
    return slash >= 0 ? Optional.empty() : vendor(surface).flatMap(own -> target(own, name));
  }

  private Optional<Target> target(String provider, String model) {
    return Optional.ofNullable(providers.get(provider))
        .map(known -> new Target(provider, model, known.dialect()));
  }

  /// The provider whose own SDK calls this surface.
  private static Optional<String> vendor(Surface surface) {
    return surface
        .family()
        .map(family ->
            switch (family) {
              case OPENAI -> "openai";
              case ANTHROPIC -> "anthropic";
            });
  }

  private static Decision<Target> fits(Target target, Surface surface) {
    if (surface.at(target.dialect().family()).isPresent()) {
      return Decision.yes(target);
    }
    return Decision.no(
        new Refusal(
            Code.FAMILY_MISMATCH,
            target.provider()
                + " does not speak this surface's language, and requests are not translated yet."
                + " Call it by a surface of its own family, or by a feature.",
            "model"));
  }

  private Refusal unknown(String model, Predicate<String> allowed) {
    List<String> known = new ArrayList<>(aliases.keySet());
    int slash = model.indexOf('/');
    if (slash > 0) {
      providers.keySet().forEach(each -> known.add(each + model.substring(slash)));
    }
    known.removeIf(allowed.negate());
    return new Refusal(
        Code.UNKNOWN_MODEL,
        "There is no model \""
            + Printable.of(model)
            + "\" here (expected: an alias, or provider/model of a configured provider)"
            + Printable.of(Nearest.hint(model, known)),
        "model");
  }
}
