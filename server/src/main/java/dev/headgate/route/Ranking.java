package dev.headgate.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Puts the targets of an alias in the order in which a call asks them.
public final class Ranking {
  /// What is known of targets.
  public interface Measures {
    /// The time to first content of late, in milliseconds; 0 of one that nobody knows yet.
    double latency(Target target);

    /// What a call costs, in nano-dollars, with a request of so many bytes and so many tokens of
    /// output; infinite where no price is known.
    double cost(Target target, long requestBytes, int outputTokens);

    /// The tokens of its context window, if they are known.
    OptionalInt window(Target target);
  }

  private final RandomGenerator random;
  private final Measures measures;
  private final Conversations conversations;

  public Ranking(RandomGenerator random, Measures measures, Conversations conversations) {
    this.random = random;
    this.measures = measures;
    this.conversations = conversations;
  }

  Conversations conversations() {
    return conversations;
  }

  /// A target of the plan has answered.
  public void answered(Plan plan, Target target) {
    conversations.answered(plan.conversation(), target);
  }

  /// What somebody said of the alias's targets wins over what is generally known.
  OptionalInt window(@Nullable Alias alias, Target target) {
    Integer said = alias == null ? null : alias.windows().get(target.toString());
    return said == null ? measures.window(target) : OptionalInt.of(said);
  }

  /// `first` is the target that a name leads to first.
  List<String> order(Alias alias, Wanted wanted, Function<String, Target> first) {
    return switch (alias.strategy()) {
      case ORDERED -> alias.targets();
      case WEIGHTED -> drawn(alias);
      case LEAST_LATENCY -> quickest(alias.targets(), name -> measures.latency(first.apply(name)));
      case CHEAPEST ->
          sorted(
              alias.targets(),
              name -> measures.cost(first.apply(name), wanted.ask().size(), wanted.outputCap()));
    };
  }

  /// By exponential draws, whose rates are the weights (Efraimidis and Spirakis, 2006): the first
  /// is drawn in proportion to its weight, and so is each of the rest. What weighs nothing is last.
  private List<String> drawn(Alias alias) {
    var draws = new HashMap<String, Double>();
    for (String target : alias.targets()) {
      int weight = alias.weight(target);
      draws.put(target, weight == 0 ? Double.POSITIVE_INFINITY : random.nextExponential() / weight);
    }
    return sorted(alias.targets(), draws::get);
  }

  /// The power of two choices: nobody flocks to a single best.
  private List<String> quickest(List<String> targets, ToDoubleFunction<String> latency) {
    List<String> byLatency = new ArrayList<>(sorted(targets, latency));
    if (byLatency.size() > 1) {
      int one = random.nextInt(byLatency.size());
      int other = random.nextInt(byLatency.size() - 1);
      byLatency.addFirst(byLatency.remove(Math.min(one, other < one ? other : other + 1)));
    }
    return byLatency;
  }

  private static List<String> sorted(List<String> targets, ToDoubleFunction<String> by) {
    return targets.stream().sorted(Comparator.comparingDouble(by)).toList();
  }
}
