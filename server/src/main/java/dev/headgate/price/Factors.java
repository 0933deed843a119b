package dev.headgate.price;

import dev.headgate.protocol.Terms;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// How many thousandths of a rule's rates tokens cost at a tier or speed, and in a region, by the
/// word that an answer has for it. Where `others` is set a word that is not here changes nothing;
/// else nobody knows what it does.
public record Factors(Map<String, Integer> tiers, Map<String, Integer> regions, boolean others) {
  static final int ONE = 1_000;
  static final int UNKNOWN = -1;

  /// What vendors say where nothing is out of the ordinary.
  private static final Set<String> ORDINARY =
      Set.of("auto", "default", "global", "not_available", "on_demand", "standard");

  public Factors {
    tiers = Collections.unmodifiableMap(new TreeMap<>(tiers));
    regions = Collections.unmodifiableMap(new TreeMap<>(regions));
  }

  /// Anthropic calls its faster tier a speed.
  int speed(Terms terms) {
    return of(tiers, terms.speed());
  }

  int tier(Terms terms) {
    return of(tiers, terms.tier());
  }

  int region(@Nullable String region) {
    return of(regions, region);
  }

  private int of(Map<String, Integer> factors, @Nullable String word) {
    if (word == null) {
      return ONE;
    }
    Integer factor = factors.get(word);
    return factor != null ? factor : others || ORDINARY.contains(word) ? ONE : UNKNOWN;
  }

  /// As it is written: `0.5`.
  public static String plain(int thousandths) {
    return BigDecimal.valueOf(thousandths, 3).stripTrailingZeros().toPlainString();
  }
}
