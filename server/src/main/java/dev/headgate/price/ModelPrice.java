package dev.headgate.price;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;
import static java.util.stream.Collectors.joining;

import dev.headgate.base.Cost;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules of one model, never empty. The first that holds counts: hours go before always, much
/// input before little.
public record ModelPrice(List<Rule> rules) {
  private static final Comparator<Rule> ORDER =
      comparing((Rule rule) -> rule.conditions().hours().always())
          .thenComparingLong(rule -> -rule.conditions().over())
          .thenComparing(comparingLong((Rule rule) -> rule.conditions().from()).reversed());

  public ModelPrice {
    rules = rules.stream().sorted(ORDER).toList();
  }

  /// `vendor/model`, or the configuration's pattern.
  public String model() {
    return rules.getFirst().model();
  }

  /// What the model takes and puts out at most.
  public ModelLimits limits() {
    return rules.stream()
        .map(Rule::limits)
        .filter(limits -> !limits.equals(ModelLimits.UNKNOWN))
        .findFirst()
        .orElse(ModelLimits.UNKNOWN);
  }

  /// The rule for so many tokens of input at a time.
  public Optional<Rule> rule(long input, Instant at) {
    long second = at.getEpochSecond();
    for (Rule rule : rules) {
      if (rule.conditions().hold(input, second)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }

  /// What short requests cost at a time, or the first of its rules.
  public Rates usual(Instant at) {
    return rule(0, at).orElseGet(rules::getLast).rates();
  }

  Optional<Cost> cost(Usage usage, Terms terms, @Nullable String home, Instant at) {
    String region = terms.region() == null ? home : terms.region();
    return rule(usage.input(), at).flatMap(rule -> rule.cost(usage, terms, region));
  }

  /// All that decides a cost, in a settled order.
  String text() {
    return rules.stream().map(Rule::text).collect(joining("\n"));
  }
}
