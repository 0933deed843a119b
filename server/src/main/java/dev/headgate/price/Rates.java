package dev.headgate.price;

import dev.headgate.base.Unit;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/// What each unit costs, in pico-dollars. A unit without a rate has no known price.
public final class Rates {
  private static final Unit[] UNITS = Unit.values();
  static final long UNKNOWN = -1;

  private final Map<Unit, Long> said;
  private final long[] picos =
      new long[UNITS.length]; // by Unit.number, UNKNOWN where there is none

  Rates(Map<Unit, Long> said) {
    var copy = new EnumMap<Unit, Long>(Unit.class);
    copy.putAll(said);
    this.said = Collections.unmodifiableMap(copy);
    Arrays.fill(picos, UNKNOWN);
    said.forEach((unit, rate) -> picos[unit.number()] = rate);
    standIn(Unit.REASONING, Unit.OUTPUT); // every vendor bills it as output
    standIn(Unit.INPUT_IMAGE, Unit.INPUT); // where pictures have no price, their tokens have text's
  }

  /// No other unit stands in for one: sound costs more than text, a longer cache more than a short
  /// one, and what a cached token saves is for the vendor to say.
  private void standIn(Unit missing, Unit other) {
    if (picos[missing.number()] == UNKNOWN) {
      picos[missing.number()] = picos[other.number()];
    }
  }

  /// What one of the unit costs, or `UNKNOWN`.
  long picos(Unit unit) {
    return picos[unit.number()];
  }

  public OptionalLong of(Unit unit) {
    long rate = picos(unit);
    return rate == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(rate);
  }

  /// Those that the list names, by unit.
  public Map<Unit, Long> said() {
    return said;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Rates that && said.equals(that.said);
  }

  @Override
  public int hashCode() {
    return said.hashCode();
  }

  @Override
  public String toString() {
    return said.toString();
  }
}
