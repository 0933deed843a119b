package dev.headgate.route;

import dev.headgate.base.Decision;
import dev.headgate.base.Nearest;
import dev.headgate.base.Printable;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.protocol.Surface;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// From a model's name to a plan: an alias, `provider/model`, or a bare model of the surface's own
/// vendor.
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

  /// The names of the aliases, sorted.
  public List<String> aliases() {
    return aliases.keySet().stream().sorted().toList();
  }

  /// The targets that a name means, whoever asks, as they are listed; none if it means nothing.
  public List<Target> find(String model, Surface surface) {
    Alias alias = aliases.get(model);
    return alias == null
        ? target(model, surface).stream().toList()
        : alias.targets().stream().flatMap(name -> find(name, surface).stream()).toList();
  }

  /// The plan of a call that names its model itself, if it may use that and its fallbacks.
  public Decision<Plan> asked(Wanted wanted, Ranking ranking, Predicate<String> allowed) {
    Surface surface = wanted.ask().surface();
    return mayUse(wanted.model(), surface, allowed, "model")
        .then(_ -> mayUseAll(wanted.ask().fallbacks(), surface, allowed))
        .then(_ -> plan(wanted, ranking));
  }

  /// The plan of a variant, whose model its feature's owner chose.
  public Decision<Plan> ofVariant(Wanted wanted, Ranking ranking) {
    return plan(wanted, ranking);
  }

  private Decision<Boolean> mayUseAll(
      List<String> models, Surface surface, Predicate<String> allowed) {
    Decision<Boolean> all = Decision.yes(true);
    for (String model : models) {
      all = all.then(_ -> mayUse(model, surface, allowed, "headgate.fallbacks"));
    }
    return all;
  }

  private Decision<Boolean> mayUse(
      String model, Surface surface, Predicate<String> allowed, String param) {
    List<Target> targets = find(model, surface);
    if (targets.isEmpty()) {
      return Decision.no(unknown(model, allowed, param));
    }
    boolean bare = !aliases.containsKey(model);
    boolean may = allowed.test(model) || (bare && allowed.test(targets.getFirst().toString()));
    return may ? Decision.yes(true) : Decision.no(NOT_ALLOWED.at(param));
  }

  private Decision<Plan> plan(Wanted wanted, Ranking ranking) {
    Surface surface = wanted.ask().surface();
    var rejected = new ArrayList<String>();
    var legs = new LinkedHashMap<Target, Leg>();
    String serving = smaller(wanted.model(), wanted, rejected);
    Alias alias = aliases.get(serving);
    Stream.concat(Stream.of(serving), wanted.ask().fallbacks().stream())
        .flatMap(name -> ordered(name, wanted, ranking))
        .forEach(target -> {
          if (speaks(target, surface)) {
            legs.computeIfAbsent(target, each -> leg(each, alias, wanted, ranking));
          } else {
            rejected.add(target + ": speaks another language than this surface");
          }
        });
    if (legs.isEmpty()) {
      return Decision.no(mismatch(wanted));
    }
    Duration total =
        legs.values().stream()
            .map(leg -> leg.timeouts().total())
            .max(Comparator.naturalOrder())
            .orElseThrow();
    long conversation = legs.size() > 1 ? wanted.ask().conversation() : 0;
    return Decision.yes(
        new Plan(
            sticky(legs, wanted, conversation, ranking.conversations()),
            rejected,
            total,
            wanted.outputCap(),
            wanted.fallback(),
            conversation));
  }

  /// Who has signed the reasoning in a conversation is asked first.
  private static List<Leg> sticky(
      Map<Target, Leg> legs, Wanted wanted, long conversation, Conversations conversations) {
    var ordered = new ArrayList<>(legs.values());
    if (conversation != 0 && wanted.ask().holdsSignedReasoning()) {
      conversations
          .find(conversation)
          .map(legs::get)
          .ifPresent(leg -> {
            ordered.remove(leg);
            ordered.addFirst(leg);
          });
    }
    return ordered;
  }

  /// The name that serves in the place of another one, as its rules say.
  private String smaller(String name, Wanted wanted, List<String> rejected) {
    Optional<Smaller> rule =
        Optional.ofNullable(aliases.get(name)).stream()
            .flatMap(alias -> alias.smaller().stream())
            .filter(each -> each.applies(wanted.ask(), wanted.feature()))
            .findFirst();
    if (rule.isEmpty()) {
      return name;
    }
    rejected.add("%s: %s serves by rule %s".formatted(name, rule.get().use(), rule.get().name()));
    return smaller(rule.get().use(), wanted, rejected);
  }

  private Stream<Target> ordered(String name, Wanted wanted, Ranking ranking) {
    Alias alias = aliases.get(name);
    Surface surface = wanted.ask().surface();
    return alias == null
        ? target(name, surface).stream()
        : ranking.order(alias, wanted, each -> find(each, surface).getFirst()).stream()
            .flatMap(each -> ordered(each, wanted, ranking));
  }

  private Leg leg(Target target, @Nullable Alias alias, Wanted wanted, Ranking ranking) {
    Provider provider = provider(target);
    Timeouts timeouts = provider.timeouts();
    int retries = provider.retries();
    if (alias != null) {
      timeouts = alias.timeouts().apply(timeouts);
      retries = alias.retries().orElse(retries);
    }
    return new Leg(
        target,
        wanted.timeouts().apply(timeouts),
        wanted.retries().orElse(retries),
        ranking.window(alias, target));
  }

  private Provider provider(Target target) {
    Provider provider = providers.get(target.provider());
    if (provider == null) {
      throw new IllegalStateException("no provider of target " + target);
    }
    return provider;
  }

  private Optional<Target> target(String name, Surface surface) {
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

  private static boolean speaks(Target target, Surface surface) {
    return surface.at(target.dialect().family()).isPresent();
  }

  private Refusal mismatch(Wanted wanted) {
    return find(wanted.model(), wanted.ask().surface()).isEmpty()
        ? unknown(wanted.model(), _ -> true, "model")
        : new Refusal(
            Code.FAMILY_MISMATCH,
            Printable.of(wanted.model())
                + " leads to nobody who speaks this surface's language, and requests are not"
                + " translated yet. Call it by a surface of its own family, or by a feature.",
            "model");
  }

  private Refusal unknown(String model, Predicate<String> allowed, String param) {
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
        param);
  }
}
