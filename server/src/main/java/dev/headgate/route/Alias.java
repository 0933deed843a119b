package dev.headgate.route;

import dev.headgate.config.Section;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// A name of our own for targets, each `provider/model` or another alias: `models: { fast: {
/// targets: [openai/gpt-6-luna, anthropic/claude-haiku-5-5] } }`. `windows` are the context windows
/// of those of which somebody said it, in tokens.
public record Alias(
    String name,
    Strategy strategy,
    List<String> targets,
    Map<String, Integer> weights,
    Map<String, Integer> windows,
    List<Smaller> smaller,
    UnaryOperator<Timeouts> timeouts,
    OptionalInt retries) {
  private static final int MOST = 32;
  private static final int HEAVIEST = 1_000_000;
  private static final int WIDEST = 1_000_000_000;

  public static Alias read(String name, Section in) {
    List<String> targets = targets(in);
    var smaller =
        in.sections("smaller").entrySet().stream()
            .map(rule -> Smaller.read(rule.getKey(), rule.getValue()))
            .toList();
    return new Alias(
        name,
        in.choice("strategy", Strategy.ORDERED),
        targets,
        weights(in, targets),
        numbers(in, "windows", targets, 1, WIDEST),
        smaller,
        Timeouts.read(in.section("timeouts")),
        in.integer("retries", 0, Provider.MOST_RETRIES));
  }

  private static List<String> targets(Section in) {
    Set<String> targets = new LinkedHashSet<>(in.texts("targets"));
    if (targets.isEmpty()) {
      in.problem("targets", "nothing (expected: a list of provider/model)");
    } else if (targets.size() > MOST) {
      in.problem("targets", targets.size() + " targets (expected: at most " + MOST + ")");
    } else if (targets.size() < in.texts("targets").size()) {
      in.problem("targets", "one stands there twice (expected: each once)");
    }
    return List.copyOf(targets);
  }

  private static Map<String, Integer> weights(Section in, List<String> targets) {
    Map<String, Integer> weights = numbers(in, "weights", targets, 0, HEAVIEST);
    boolean weighted = in.choice("strategy", Strategy.class).equals(Optional.of(Strategy.WEIGHTED));
    if (!weights.isEmpty() && !weighted) {
      in.problem("weights", "without strategy: weighted nobody reads them");
    }
    if (weighted && targets.stream().mapToLong(each -> weights.getOrDefault(each, 1)).sum() == 0) {
      in.problem("weights", "they sum to zero (expected: at least one above)");
    }
    return weights;
  }

  private static Map<String, Integer> numbers(
      Section in, String key, List<String> targets, int min, int max) {
    Section numbers = in.section(key);
    var byTarget = new LinkedHashMap<String, Integer>();
    for (String target : numbers.keys()) {
      if (!targets.contains(target)) {
        numbers.problem(target, "not one of the targets (expected: one of " + targets + ")");
      }
      numbers.integer(target, min, max).ifPresent(number -> byTarget.put(target, number));
    }
    return Map.copyOf(byTarget);
  }

  /// The names that a call of it may come to next.
  public Stream<String> leadsTo() {
    return Stream.concat(targets.stream(), smaller.stream().map(Smaller::use));
  }

  int weight(String target) {
    return weights.getOrDefault(target, 1);
  }
}
