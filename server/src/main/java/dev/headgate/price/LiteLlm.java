package dev.headgate.price;

import static dev.headgate.base.Unit.CACHE_READ;
import static dev.headgate.base.Unit.CACHE_WRITE_1H;
import static dev.headgate.base.Unit.CACHE_WRITE_30M;
import static dev.headgate.base.Unit.CACHE_WRITE_5M;
import static dev.headgate.base.Unit.INPUT;
import static dev.headgate.base.Unit.INPUT_AUDIO;
import static dev.headgate.base.Unit.INPUT_IMAGE;
import static dev.headgate.base.Unit.OUTPUT;
import static dev.headgate.base.Unit.OUTPUT_AUDIO;
import static dev.headgate.base.Unit.REASONING;

import dev.headgate.base.Printable;
import dev.headgate.base.Unit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// LiteLLM's `model_prices_and_context_window.json` as prices of a configuration.
public final class LiteLlm {
  private static final Map<String, List<Unit>> UNITS =
      Map.of(
          "input_cost_per_token", List.of(INPUT),
          "output_cost_per_token", List.of(OUTPUT),
          "cache_read_input_token_cost", List.of(CACHE_READ),
          "cache_creation_input_token_cost", List.of(CACHE_WRITE_5M, CACHE_WRITE_30M),
          "cache_creation_input_token_cost_above_1hr", List.of(CACHE_WRITE_1H),
          "output_cost_per_reasoning_token", List.of(REASONING),
          "input_cost_per_image_token", List.of(INPUT_IMAGE),
          "input_cost_per_audio_token", List.of(INPUT_AUDIO),
          "output_cost_per_audio_token", List.of(OUTPUT_AUDIO));

  private static final Map<String, String> TIERS =
      Map.of("_priority", "priority", "_flex", "flex", "_batches", "batch");

  private static final Set<String> MODES = Set.of("chat", "completion", "embedding", "responses");
  private static final Pattern ABOVE = Pattern.compile("(.*)_above_([0-9]{1,5})k_tokens");
  private static final BigDecimal NOISE = new BigDecimal("0.001");
  private static final String EXAMPLE = "sample_spec";
  private static final int MOST_ENTRIES = 20_000;

  /// What came of a file: prices by `provider/model`, and what could not be used, with the reason.
  public record Imported(Map<String, ModelPrice> prices, List<String> leftOut) {}

  /// Why an entry cannot be used.
  private static final class Unusable extends RuntimeException {
    private Unusable(String why) {
      super(why, null, false, false);
    }
  }

  private final Map<String, ModelPrice> prices = new TreeMap<>();
  private final List<String> leftOut = new ArrayList<>();

  private LiteLlm() {}

  /// Reads the entries of the providers that are wanted. What is no such file at all is an
  /// `IllegalArgumentException`.
  public static Imported read(byte[] json, Predicate<String> provider) {
    JsonNode file;
    try {
      file = JsonMapper.shared().readTree(json);
    } catch (JacksonException broken) {
      throw new IllegalArgumentException("no JSON: " + broken.getOriginalMessage(), broken);
    }
    if (!file.isObject() || file.size() > MOST_ENTRIES) {
      throw new IllegalArgumentException(
          "not LiteLLM's prices (expected: an object of at most " + MOST_ENTRIES + " models)");
    }
    var reading = new LiteLlm();
    file.properties().stream()
        .filter(each -> !each.getKey().equals(EXAMPLE))
        .filter(each -> provider.test(provider(each.getValue())))
        .forEach(each -> reading.take(each.getKey(), each.getValue()));
    return new Imported(reading.prices, reading.leftOut);
  }

  private static String provider(JsonNode entry) {
    return entry.path("litellm_provider").asString("").replace('_', '-');
  }

  private void take(String key, JsonNode entry) {
    String inFront = entry.path("litellm_provider").asString("") + "/";
    String model = key.startsWith(inFront) ? key.substring(inFront.length()) : key;
    String name = provider(entry) + "/" + model;
    try {
      if (!PriceConfig.isName(name)) {
        throw new Unusable("no name of a model here");
      }
      if (prices.containsKey(name)) {
        throw new Unusable("a second time");
      }
      prices.put(name, price(name, entry));
    } catch (Unusable unusable) {
      leaveOut(key, String.valueOf(unusable.getMessage()));
    }
  }

  private void leaveOut(String name, String why) {
    leftOut.add(Printable.of(name) + ": " + Printable.of(why));
  }

  private ModelPrice price(String name, JsonNode entry) {
    String mode = entry.path("mode").asString("chat");
    if (!MODES.contains(mode)) {
      throw new Unusable("mode " + mode);
    }
    var factors = new Factors(tiers(name, entry), Map.of(), true);
    var rules = new ArrayList<Rule>();
    rules.add(rule(name, Conditions.NONE, rates(entry, ""), factors));
    above(entry)
        .ifPresent(over -> rules.add(rule(name, over(over), rates(entry, suffix(over)), factors)));
    List<String> problems = Soundness.problems(rules);
    if (!problems.isEmpty()) {
      throw new Unusable(problems.getFirst());
    }
    unused(entry).forEach(member -> leaveOut(name, member + " is not used"));
    return new ModelPrice(rules);
  }

  private static Rule rule(String name, Conditions when, Rates rates, Factors factors) {
    return Rule.of(name, when, rates, factors, ModelLimits.UNKNOWN, PriceConfig.SOURCE);
  }

  private static Conditions over(int thousands) {
    return new Conditions(thousands * 1_000L, Hours.ALWAYS, Conditions.EVER, Conditions.NEVER);
  }

  private static String suffix(int thousands) {
    return "_above_" + thousands + "k_tokens";
  }

  private static Rates rates(JsonNode entry, String suffix) {
    var rates = new EnumMap<Unit, Long>(Unit.class);
    UNITS.forEach((member, units) ->
        picos(entry, member + suffix)
            .ifPresent(rate -> units.forEach(unit -> rates.put(unit, rate))));
    if (!rates.containsKey(INPUT) || !rates.containsKey(OUTPUT)) {
      throw new Unusable("no price of input and output a token" + suffix.replace('_', ' '));
    }
    rates.putIfAbsent(CACHE_READ, rates.get(INPUT));
    return new Rates(rates);
  }

  /// From dollars a token; what its binary fraction is off by is no part of it.
  private static Optional<Long> picos(JsonNode entry, String member) {
    JsonNode value = entry.path(member);
    if (!value.isNumber()) {
      return Optional.empty();
    }
    double dollars = value.doubleValue();
    if (!(dollars >= 0 && dollars < 1)) {
      throw new Unusable(member + " " + dollars + " (expected: dollars a token, from 0 to 1)");
    }
    BigDecimal exact = BigDecimal.valueOf(dollars).movePointRight(12);
    BigDecimal whole = exact.setScale(0, RoundingMode.HALF_UP);
    if (exact.subtract(whole).abs().compareTo(NOISE) > 0) {
      throw new Unusable(member + " " + dollars + " is finer than a pico-dollar a token");
    }
    return Optional.of(whole.longValueExact());
  }

  private static Optional<Integer> above(JsonNode entry) {
    var found = new TreeSet<Integer>();
    for (String member : entry.propertyNames()) {
      var above = ABOVE.matcher(member);
      if (above.matches() && UNITS.containsKey(above.group(1))) {
        found.add(Integer.valueOf(above.group(2)));
      }
    }
    if (found.size() > 1) {
      throw new Unusable("more than one price of long requests");
    }
    return found.stream().findFirst();
  }

  private Map<String, Integer> tiers(String name, JsonNode entry) {
    var tiers = new TreeMap<String, Integer>();
    TIERS.forEach((suffix, tier) -> {
      var factors = new TreeSet<BigDecimal>();
      UNITS.keySet().forEach(member -> factor(entry, member, suffix).ifPresent(factors::add));
      Optional<Integer> one =
          factors.size() == 1 ? RuleLine.factor(factors.first().toPlainString()) : Optional.empty();
      one.ifPresent(factor -> tiers.put(tier, factor));
      if (one.isEmpty() && !factors.isEmpty()) {
        leaveOut(name, tier + " is not used: no one factor of all its prices");
      }
    });
    return tiers;
  }

  private static Optional<BigDecimal> factor(JsonNode entry, String member, String suffix) {
    Optional<Long> usual = picos(entry, member).filter(rate -> rate > 0);
    return usual.flatMap(rate ->
        picos(entry, member + suffix)
            .map(BigDecimal::valueOf)
            .map(at -> at.divide(BigDecimal.valueOf(rate), 9, RoundingMode.HALF_UP))
            .map(BigDecimal::stripTrailingZeros));
  }

  /// What has a cost that is none of the above.
  private static List<String> unused(JsonNode entry) {
    return entry.properties().stream()
        .filter(each -> each.getKey().contains("cost"))
        .filter(each -> !(each.getValue().isNumber() && each.getValue().doubleValue() == 0))
        .map(Map.Entry::getKey)
        .filter(member -> !isUsed(member))
        .toList();
  }

  private static boolean isUsed(String member) {
    var above = ABOVE.matcher(member);
    String plain = above.matches() ? above.group(1) : member;
    return UNITS.containsKey(plain)
        || TIERS.keySet().stream()
            .anyMatch(suffix ->
                plain.endsWith(suffix)
                    && UNITS.containsKey(plain.substring(0, plain.length() - suffix.length())));
  }
}
