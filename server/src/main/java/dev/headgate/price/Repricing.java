package dev.headgate.price;

import dev.headgate.base.Cost;
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
  private static final int MOST_TARGETS = 1_000;
  private static final String OTHER = "other";

  private final Map<String, Change> changes = new TreeMap<>();

  /// An attempt as it was recorded: whom it asked, on what terms it was served, and its cost, where
  /// that was known, by which price list.
  public record Attempt(
      String target,
      Terms terms,
      Instant at,
      Usage usage,
      @Nullable Cost cost,
      @Nullable String version) {

    private Change by(Prices prices) {
      String[] names = target.split("/", 2);
      Optional<Cost> now =
          names.length < 2 ? Optional.empty() : prices.cost(names[0], names[1], usage, terms, at);
      return Change.of(target, Optional.ofNullable(cost), now, Optional.ofNullable(version));
    }
  }

  /// One whose usage nobody knows counts for nothing: no price makes a cost of it.
  public void add(Attempt attempt, Prices prices) {
    if (attempt.usage.isKnown()) {
      add(attempt.by(prices));
    }
  }

  /// Adds what somebody else has summed up.
  public void add(Change more) {
    boolean known = changes.containsKey(more.target()) || changes.size() < MOST_TARGETS;
    Change named = known ? more : more.named(OTHER);
    changes.merge(named.target(), named, Change::plus);
  }

  /// By target.
  public List<Change> changes() {
    return List.copyOf(changes.values());
  }
}
