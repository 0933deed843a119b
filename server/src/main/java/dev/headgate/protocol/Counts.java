package dev.headgate.protocol;

import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import java.util.EnumMap;
import java.util.Map;
import tools.jackson.core.JsonParser;

/// The token counts that a provider has sent: of each the last one, never a sum.
final class Counts {
  /// What is counted, by OpenAI and by Anthropic.
  enum Kind {
    INPUT,
    OUTPUT,
    TOTAL,
    REASONING,
    CACHE_READ,
    CACHE_WRITE
  }

  /// Beyond it no count is meant, and none is exact in a double.
  private static final double LARGEST = 1L << 53;

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private boolean replaced;

  /// The counts that follow take the place of all before, if any follow.
  void replace() {
    replaced = true;
  }

  /// Takes the count at which the parser stands; anything but a number says nothing.
  void put(Kind kind, JsonParser json) {
    double count = json.currentToken().isNumeric() ? json.getDoubleValue() : Double.NaN;
    if (Double.isNaN(count) || count > LARGEST) {
      return;
    }
    if (replaced) {
      counts.clear();
      replaced = false;
    }
    counts.put(kind, Math.max(0, (long) count));
  }

  /// As Anthropic counts: input without what a cache had or got.
  Usage besideCache() {
    return isKnown()
        ? Usage.ofText(
            get(Kind.INPUT),
            get(Kind.CACHE_READ),
            get(Kind.CACHE_WRITE),
            Math.max(get(Kind.OUTPUT), get(Kind.REASONING)),
            get(Kind.REASONING),
            Source.PROVIDER)
        : Usage.NONE;
  }

  /// As OpenAI counts: input with what a cache had or got. Vendors differ in whether reasoning is
  /// part of the output; the total decides.
  Usage withCache() {
    if (!isKnown()) {
      return Usage.NONE;
    }
    long output = get(Kind.OUTPUT);
    long reasoning = get(Kind.REASONING);
    long input = has(Kind.INPUT) ? get(Kind.INPUT) : Math.max(0, get(Kind.TOTAL) - output);
    boolean inside = reasoning <= output;
    long rest = has(Kind.TOTAL) ? get(Kind.TOTAL) - input : inside ? output : output + reasoning;
    boolean agreed = rest == output + reasoning || (inside && rest == output);
    long cached = get(Kind.CACHE_READ) + get(Kind.CACHE_WRITE);
    return Usage.ofText(
        cached <= input ? input - cached : input,
        get(Kind.CACHE_READ),
        get(Kind.CACHE_WRITE),
        agreed ? rest : Math.max(rest, output + reasoning),
        reasoning,
        agreed && cached <= input ? Source.PROVIDER : Source.DISPUTED);
  }

  private boolean isKnown() {
    return has(Kind.INPUT) || has(Kind.OUTPUT) || has(Kind.TOTAL);
  }

  private boolean has(Kind kind) {
    return counts.containsKey(kind);
  }

  private long get(Kind kind) {
    return counts.getOrDefault(kind, 0L);
  }
}
