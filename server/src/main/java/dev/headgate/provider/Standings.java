package dev.headgate.provider;

import dev.headgate.base.Clock;
import dev.headgate.base.Stop;
import dev.headgate.provider.Bulkhead.Entry;
import dev.headgate.route.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The standings of all targets: they outlive a change of the configuration, unless it changes
/// their provider. Of so many targets at most; the one longest unasked is forgotten first.
public final class Standings {
  private static final int MOST = 2_000;

  /// Whether an attempt may be made.
  sealed interface Chance {
    /// It may.
    record Given(Turn turn) implements Chance {}

    /// The target is passed over.
    record Denied(String why) implements Chance {}
  }

  private record Shared(ProviderConfig config, Account account, Bulkhead bulkhead) {}

  private record Known(Shared shared, Standing standing) {}

  private final Clock clock;
  private final RandomGenerator random;
  private final Map<String, Shared> providers = new LinkedHashMap<>();
  private final Map<Target, Known> targets = new LinkedHashMap<>(64, 0.75f, true);

  public Standings(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.random = random;
  }

  synchronized Standing of(Target target, ProviderConfig config) {
    Shared shared = providers.get(target.provider());
    if (shared == null || !shared.config.equals(config)) {
      shared =
          new Shared(
              config,
              new Account(config.endpoint().keys(), random),
              new Bulkhead(config.bulkhead(), clock));
      providers.put(target.provider(), shared);
    }
    Known known = targets.get(target);
    if (known == null || !known.shared.equals(shared)) {
      known = new Known(shared, fresh(shared));
      targets.put(target, known);
      if (targets.size() > MOST) {
        targets.remove(targets.keySet().iterator().next());
      }
    }
    return known.standing;
  }

  private static Standing fresh(Shared shared) {
    return new Standing(
        shared.account,
        shared.bulkhead,
        new Circuit(shared.config.circuit()),
        new Latency(),
        new RetryBudget());
  }

  /// The target's time to first content of late, in milliseconds; 0 if nobody asked it yet.
  public synchronized double latency(Target target) {
    Known known = targets.get(target);
    return known == null ? 0 : known.standing.latency().score(clock.nanos());
  }

  /// Asks for leave to make an attempt; waits where the provider is busy.
  Chance ask(Standing standing, Stop stop) {
    Optional<Integer> era = standing.circuit().admit(clock.nanos());
    if (era.isEmpty()) {
      String why = standing.circuit().view(clock.nanos()).reason();
      return new Chance.Denied("its circuit is open: " + why);
    }
    return switch (standing.bulkhead().enter(stop)) {
      case Entry.In(var out) -> new Chance.Given(new Turn(standing, clock, out, era.get()));
      case Entry.Out(String why) -> new Chance.Denied(why);
    };
  }
}
