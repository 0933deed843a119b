package dev.headgate.price;

import dev.headgate.base.Unit;
import dev.headgate.base.Unit.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// What is wrong with a model's rules. Price lists have been wrong in these ways before: columns
/// swapped, a unit mistaken, the same model twice.
final class Soundness {
  private static final int MOST_FOR_WRITING = 3;
  private static final long MILLION = 1_000_000; // one as thousandths of thousandths

  private final List<String> problems = new ArrayList<>();

  private Soundness() {}

  /// Each with the name of its rule in front; none where all is sound.
  static List<String> problems(List<Rule> rules) {
    var soundness = new Soundness();
    for (int i = 0; i < rules.size(); i++) {
      soundness.check(rules.get(i));
      for (Rule other : rules.subList(i + 1, rules.size())) {
        soundness.together(rules.get(i), other);
      }
      soundness.covered(rules.get(i), rules);
    }
    return soundness.problems;
  }

  private void check(Rule rule) {
    rates(rule.rates()).forEach(problem -> note(rule, problem));
    if (rule.conditions().from() >= rule.conditions().until()) {
      note(rule, "ends before it begins");
    }
    even(rule);
  }

  /// Within one rule: a token from the cache costs at most what a fresh one does, and one written
  /// to it at least that, and at most three times as much.
  static List<String> rates(Rates rates) {
    var problems = new ArrayList<String>();
    OptionalLong input = rates.of(Unit.INPUT);
    if (input.isEmpty()) {
      return List.of("no price of input");
    }
    long fresh = input.getAsLong();
    rates
        .said()
        .forEach((unit, rate) -> {
          long least = unit.kind() == Kind.CACHE_WRITE ? fresh : 0;
          long most =
              switch (unit.kind()) {
                case CACHE_READ -> fresh;
                case CACHE_WRITE -> MOST_FOR_WRITING * fresh;
                case INPUT, OUTPUT, REQUEST -> Long.MAX_VALUE;
              };
          if (rate < least || rate > most) {
            problems.add(outside(unit, rate, least, most));
          }
        });
    return problems;
  }

  private static String outside(Unit unit, long rate, long least, long most) {
    return "%s: %s (expected: %s to %s, by the price of input)"
        .formatted(
            Dollars.word(unit),
            Dollars.shown(rate, unit),
            Dollars.shown(least, unit),
            Dollars.shown(most, unit));
  }

  /// No tier in any region leaves a part of a pico-dollar, so that nothing is rounded there.
  private void even(Rule rule) {
    for (int tier : withOne(rule.factors().tiers())) {
      for (int region : withOne(rule.factors().regions())) {
        rule.rates()
            .said()
            .forEach((unit, rate) -> {
              if (unit.kind() != Kind.REQUEST && rate * tier * region % MILLION != 0) {
                note(rule, Dollars.word(unit) + ": a part of a pico-dollar at some tier");
              }
            });
      }
    }
  }

  private static Set<Integer> withOne(Map<String, Integer> factors) {
    var all = new HashSet<>(factors.values());
    all.add(Factors.ONE);
    return all;
  }

  private void together(Rule a, Rule b) {
    Conditions one = a.conditions();
    Conditions two = b.conditions();
    if (!one.shareADayWith(two)) {
      return;
    }
    boolean alike = one.hours().always() == two.hours().always();
    boolean meet = one.hours().always() || one.hours().meet(two.hours());
    if (alike && meet && one.over() == two.over()) {
      note(a, "contradicted by " + b.name());
    } else if (!alike && one.over() != two.over() && !one.isBase() && !two.isBase()) {
      note(a, "neither goes before " + b.name());
    }
  }

  /// What holds under conditions stands beside what holds without them, and no day is left out.
  private void covered(Rule rule, List<Rule> rules) {
    Conditions mine = rule.conditions();
    List<Conditions> bases =
        rules.stream().map(Rule::conditions).filter(Conditions::isBase).toList();
    boolean within = bases.stream().anyMatch(base -> base.outlast(mine));
    boolean goesOn =
        mine.until() == Conditions.NEVER
            || bases.stream().anyMatch(base -> base.from() == mine.until());
    if (!within || (mine.isBase() && !goesOn)) {
      note(rule, "leaves days without a price");
    }
  }

  private void note(Rule rule, String problem) {
    problems.add(rule.name() + ": " + problem);
  }
}
