package dev.headgate.provider;

import dev.headgate.base.Clock;
import dev.headgate.base.Mark;
import dev.headgate.base.Stop;
import dev.headgate.provider.Bulkhead.Entry;
import dev.headgate.route.Target;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

  /// A target's standing, for people: `state` is `closed`, `open`, `half-open` or `disabled`, and
  /// `reason` why it is not closed, or what else is the matter. `inFlight` and `queued` are its
  /// provider's.
  record View(
      String state,
      Optional<String> reason,
      Circuit.View circuit,
      double latencyMillis,
      int inFlight,
      int queued,
      int retriesSaved,
      Optional<Mark> hold) {}

  private record Shared(ProviderConfig config, Account account, Bulkhead bulkhead) {}

  private record Known(Shared shared, Standing standing) {}

  private final Clock clock;
  private final RandomGenerator random;
  private final Holds holds;
  private final Map<String, Shared> providers = new LinkedHashMap<>();
  private final Map<Target, Known> targets = new LinkedHashMap<>(64, 0.75f, true);

  public Standings(Clock clock, RandomGenerator random, Holds holds) {
    this.clock = clock;
    this.random = random;
    this.holds = holds;
  }

  Holds holds() {
    return holds;
  }

  /// Those that were asked of late.
  synchronized List<Target> known() {
    return List.copyOf(targets.keySet());
  }

  View view(Target target, ProviderConfig config) {
    Standing standing = of(target, config);
    long now = clock.nanos();
    Circuit.View circuit = standing.circuit().view(now);
    Optional<Mark> hold = holds.on(target);
    String state = circuit.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
    Optional<String> reason =
        hold.map(Mark::toString)
            .or(() -> Optional.ofNullable(circuit.reason()))
            .or(() -> standing.account().trouble(now).map(Fault.Kind::text));
    return new View(
        hold.isPresent() ? "disabled" : state,
        reason,
        circuit,
        standing.latency().score(now),
        standing.bulkhead().inside(),
        standing.bulkhead().waiting(),
        standing.retries().saved(),
        hold);
  }

  private synchronized Shared of(String provider, ProviderConfig config) {
    Shared shared = providers.get(provider);
    if (shared == null || !shared.config.equals(config)) {
      shared =
          new Shared(
              config,
              new Account(config.endpoint().keys(), random),
              new Bulkhead(config.bulkhead(), clock));
      providers.put(provider, shared);
    }
    return shared;
  }

  synchronized Standing of(Target target, ProviderConfig config) {
    Shared shared = of(target.provider(), config);
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

  /// 0 closed, 1 half-open, 2 open or taken out of service.
  public int circuit(Target target, ProviderConfig config) {
    return switch (view(target, config).state()) {
      case "closed" -> 0;
      case "half-open" -> 1;
      default -> 2;
    };
  }

  /// How many calls wait for a provider.
  public int queued(String provider, ProviderConfig config) {
    return of(provider, config).bulkhead.waiting();
  }

  /// Whether none of our keys there has credit, or is taken.
  public boolean isOutOfCredit(String provider, ProviderConfig config) {
    return of(provider, config).account.trouble(clock.nanos()).isPresent();
  }

  /// Asks for leave to make an attempt; waits where the provider is busy.
  Chance ask(Target target, Standing standing, Stop stop) {
    Optional<Mark> hold = holds.on(target);
    if (hold.isPresent()) {
      return new Chance.Denied("taken out of service by " + hold.get().author());
    }
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
