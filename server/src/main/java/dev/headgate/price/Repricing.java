package dev.headgate.price;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What attempts of the past would cost by other prices, beside what they were recorded to cost.
/// Changes nothing: an operator looks at the difference. At most a thousand targets are told apart.
public final class Repricing {
  /// An attempt as it was recorded: whom it asked, what the provider called the model, and its
  /// cost, where that was known.
  public record Attempt(
      String target, @Nullable String model, Instant at, Usage usage, @Nullable Cost cost) {}

  /// The attempts at one target: how many there are, how many cost something else now, the sums of
  /// the costs that are known, and how many have none.
  public record Change(
      String target,
      long attempts,
      long changed,
      NanoUsd before,
      NanoUsd after,
      long unknownBefore,
      long unknownAfter) {
    private static Change none(String target) {
      return new Change(target, 0, 0, NanoUsd.ZERO, NanoUsd.ZERO, 0, 0);
    }

    private Change plus(Optional<NanoUsd> was, Optional<NanoUsd> is) {
      return new Change(
          target,
          attempts + 1,
          changed + (was.equals(is) ? 0 : 1),
          before.plus(was.orElse(NanoUsd.ZERO)),
          after.plus(is.orElse(NanoUsd.ZERO)),
          unknownBefore + (was.isPresent() ? 0 : 1),
          unknownAfter + (is.isPresent() ? 0 : 1));
    }
  }

  private static final int MOST_TARGETS = 1_000;
  private static final String OTHER = "other";

  private final Prices prices;
  private final Map<String, Change> changes = new TreeMap<>();

  public Repricing(Prices prices) {
    this.prices = prices;
  }

  /// One whose usage nobody knows has no cost, then and now.
  public void add(Attempt attempt) {
    String target =
        changes.containsKey(attempt.target) || changes.size() < MOST_TARGETS
            ? attempt.target
            : OTHER;
    Change so = changes.getOrDefault(target, Change.none(target));
    changes.put(target, so.plus(Optional.ofNullable(attempt.cost).map(Cost::total), now(attempt)));
  }

  private Optional<NanoUsd> now(Attempt attempt) {
    String[] names = attempt.target.split("/", 2);
    if (names.length < 2 || !attempt.usage.isKnown()) {
      return Optional.empty();
    }
    return prices
        .cost(names[0], names[1], attempt.usage, terms(attempt), attempt.at)
        .map(Cost::total);
  }

  /// Where no cost was recorded nothing tells the terms: the ordinary ones are taken.
  private static Terms terms(Attempt attempt) {
    return attempt.cost == null
        ? new Terms(attempt.model, null, null, null)
        : Rule.terms(attempt.cost.rule(), attempt.model);
  }

  /// By target.
  public List<Change> changes() {
    return List.copyOf(changes.values());
  }
}
