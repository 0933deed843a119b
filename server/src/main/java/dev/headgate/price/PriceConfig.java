package dev.headgate.price;

import static java.util.stream.Collectors.joining;

import dev.headgate.base.Unit;
import dev.headgate.config.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The configuration's own prices, by `provider/model`; `*` as the last segment stands for all that
/// follow. Each takes the place of all that the catalogue says of the model.
public record PriceConfig(SortedMap<String, ModelPrice> models) {
  public static final String SOURCE = "configured";
  public static final PriceConfig NONE = new PriceConfig(Collections.emptySortedMap());

  private static final Pattern NAME =
      Pattern.compile("[a-z0-9][a-z0-9-]{0,62}/(?:[!-)+-.0-~]+/)*(?:[!-)+-.0-~]+|\\*)");
  private static final Pattern SIMPLE = Pattern.compile("[a-z0-9][A-Za-z0-9/._-]*");
  private static final int LONGEST = 200;
  private static final int MOST_OVER = 100_000_000;
  private static final String AMOUNT = "dollars, from $0 to $999999, in steps of $0.000001";
  private static final List<Unit> USUAL = List.of(Unit.CACHE_WRITE_5M, Unit.CACHE_WRITE_30M);
  private static final List<String> TIERS = List.of("batch", "fast", "flex", "priority");

  /// By key. A cache is written to for as long as is usual at the vendor, or longer.
  private static final Map<String, Unit[]> KEYS = new LinkedHashMap<>();

  static {
    for (Unit unit : Unit.values()) {
      if (!USUAL.contains(unit)) {
        KEYS.put(Dollars.word(unit), new Unit[] {unit});
      }
    }
    KEYS.put("cache-write", USUAL.toArray(Unit[]::new));
  }

  public PriceConfig {
    models = Collections.unmodifiableSortedMap(new TreeMap<>(models));
  }

  /// Reads `prices`.
  public static PriceConfig read(Section prices) {
    var models = new TreeMap<String, ModelPrice>();
    for (String name : prices.keys()) {
      if (isName(name)) {
        model(name, prices.section(name)).ifPresent(price -> models.put(name, price));
      } else {
        prices.problem(
            name, "no model (expected: provider/model, or provider/* for all that follow)");
      }
    }
    return new PriceConfig(models);
  }

  static boolean isName(String name) {
    return name.length() <= LONGEST && NAME.matcher(name).matches();
  }

  /// As lines of YAML: what `read` makes the same of.
  public List<String> yaml() {
    var lines = new ArrayList<String>();
    lines.add("prices:");
    models.forEach((name, price) -> lines.add("  " + quoted(name) + ": " + yaml(price)));
    return lines;
  }

  private static String quoted(String name) {
    return SIMPLE.matcher(name).matches() ? name : "'" + name.replace("'", "''") + "'";
  }

  private static String yaml(ModelPrice price) {
    var parts = new ArrayList<String>();
    Rule base = price.rules().getLast();
    parts.addAll(yaml(base.rates()));
    for (Rule rule : price.rules().subList(0, price.rules().size() - 1)) {
      parts.add(
          "above: { input-tokens: %d, %s }"
              .formatted(rule.conditions().over(), String.join(", ", yaml(rule.rates()))));
    }
    if (!base.factors().tiers().isEmpty()) {
      parts.add(
          base.factors().tiers().entrySet().stream()
              .map(tier -> tier.getKey() + ": " + Factors.plain(tier.getValue()))
              .collect(joining(", ", "tiers: { ", " }")));
    }
    return "{ " + String.join(", ", parts) + " }";
  }

  private static List<String> yaml(Rates rates) {
    var parts = new ArrayList<String>();
    KEYS.forEach((key, units) -> {
      Long rate = rates.said().get(units[0]);
      if (rate != null) {
        parts.add(key + ": $" + Dollars.plain(rate, units[0]));
      }
    });
    return parts;
  }

  /// Of one provider.
  SortedMap<String, ModelPrice> of(String provider) {
    return models.subMap(provider + "/", provider + "0"); // the character after the slash
  }

  /// Empty where it is not sound, which has been said then.
  private static Optional<ModelPrice> model(String name, Section in) {
    var rules = new ArrayList<Rule>();
    Factors factors = factors(in.section("tiers"));
    rates(in).ifPresent(rates -> rules.add(rule(name, Conditions.NONE, rates, factors)));
    if (in.has("above")) {
      Section above = in.section("above");
      int over = above.integer("input-tokens", 1, MOST_OVER).orElse(1);
      if (!above.has("input-tokens")) {
        above.problem("input-tokens", "missing (expected: a number of tokens)");
      }
      var many = new Conditions(over, Hours.ALWAYS, Conditions.EVER, Conditions.NEVER);
      rates(above).ifPresent(rates -> rules.add(rule(name, many, rates, factors)));
    }
    if (rules.size() < (in.has("above") ? 2 : 1)) {
      return Optional.empty();
    }
    List<String> problems = Soundness.problems(rules);
    problems.forEach(in::problem);
    return problems.isEmpty() ? Optional.of(new ModelPrice(rules)) : Optional.empty();
  }

  private static Rule rule(String name, Conditions when, Rates rates, Factors factors) {
    return Rule.of(name, when, rates, factors, ModelLimits.UNKNOWN, SOURCE);
  }

  /// A price of input without one of output would make long answers free.
  private static Optional<Rates> rates(Section in) {
    var rates = new EnumMap<Unit, Long>(Unit.class);
    KEYS.forEach((key, units) -> {
      Optional<Long> rate =
          in.value(key, AMOUNT, text -> amount(text).flatMap(it -> Dollars.picos(it, units[0])));
      for (Unit unit : units) {
        rate.ifPresent(picos -> rates.put(unit, picos));
      }
    });
    for (String key : List.of("input", "output")) {
      if (!in.has(key)) {
        in.problem(key, "missing (expected: " + AMOUNT + "; $0 if it costs nothing)");
      }
    }
    if (!rates.containsKey(Unit.INPUT) || !rates.containsKey(Unit.OUTPUT)) {
      return Optional.empty();
    }
    rates.putIfAbsent(Unit.CACHE_READ, rates.get(Unit.INPUT)); // nothing is saved then
    return Optional.of(new Rates(rates));
  }

  private static Optional<String> amount(String text) {
    return Optional.of(text).filter(it -> it.startsWith("$")).map(it -> it.substring(1));
  }

  /// The operator's word holds for every tier and region that it does not tell apart.
  private static Factors factors(Section in) {
    var tiers = new TreeMap<String, Integer>();
    for (String tier : TIERS) {
      in.value(tier, "a factor from 0.001 to 100, as 0.5", RuleLine::factor)
          .ifPresent(factor -> tiers.put(tier, factor));
    }
    return new Factors(tiers, Map.of(), true);
  }
}
