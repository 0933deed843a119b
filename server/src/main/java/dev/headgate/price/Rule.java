package dev.headgate.price;

import dev.headgate.base.Cost;
import dev.headgate.base.Unit;
import dev.headgate.base.Unit.Kind;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a model's units cost under some conditions. `model` is `vendor/model`, or a pattern of the
/// configuration; `name` stands for it in records, as `openai/gpt-6-luna, input > 272000`; `source`
/// says who says so, in a word.
public record Rule(
    String model,
    String name,
    Conditions conditions,
    Rates rates,
    Factors factors,
    ModelLimits limits,
    String source) {
  private static final Unit[] UNITS = Unit.values();

  static Rule of(
      String model,
      Conditions conditions,
      Rates rates,
      Factors factors,
      ModelLimits limits,
      String source) {
    String when = conditions.isAlways() ? "" : ", " + conditions;
    return new Rule(model, model + when, conditions, rates, factors, limits, source);
  }

  /// For people: `input > 272000`; empty where it always holds.
  public String when() {
    return conditions.toString();
  }

  /// Empty if something that was used has no price, or if the tier, the speed or the region is one
  /// that nobody knows the price of.
  Optional<Cost> cost(Usage usage, Terms terms, @Nullable String region) {
    int tier = factors.tier(terms);
    int speed = factors.speed(terms);
    int place = factors.region(region);
    if (tier == Factors.UNKNOWN || speed == Factors.UNKNOWN || place == Factors.UNKNOWN) {
      return Optional.empty();
    }
    var lines = new ArrayList<Cost.Line>(4);
    for (Unit unit : UNITS) {
      long count = usage.of(unit);
      if (count > 0) {
        long picos = rates.picos(unit);
        if (picos == Rates.UNKNOWN) {
          return Optional.empty();
        }
        boolean token = unit.kind() != Kind.REQUEST; // tools cost the same at every tier
        lines.add(new Cost.Line(unit, count, token ? times(picos, tier, speed, place) : picos));
      }
    }
    return Optional.of(new Cost(lines, name(terms, region, tier, speed, place)));
  }

  private static long times(long picos, int tier, int speed, int place) {
    return times(times(times(picos, tier), speed), place);
  }

  /// Comes out even: see `Soundness`.
  private static long times(long picos, int thousandths) {
    return thousandths == Factors.ONE ? picos : picos * thousandths / Factors.ONE;
  }

  private String name(Terms terms, @Nullable String region, int tier, int speed, int place) {
    if (tier == Factors.ONE && speed == Factors.ONE && place == Factors.ONE) {
      return name;
    }
    var parts = new ArrayList<>(List.of(name));
    add(parts, terms.tier(), tier);
    add(parts, terms.speed(), speed);
    add(parts, "in " + region, place);
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, @Nullable String word, int factor) {
    if (factor != Factors.ONE) {
      parts.add(word + " x " + Factors.plain(factor));
    }
  }

  /// All that decides a cost.
  String text() {
    return String.join(" ", name, rates.said().toString(), factors.toString());
  }
}
