package dev.headgate.price;

import static java.util.stream.Collectors.toMap;

import dev.headgate.base.Unit;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One line of the catalogue while it is read: the model, then words `key=value`.
final class RuleLine {
  private static final Map<String, Unit> UNITS =
      Stream.of(Unit.values()).collect(toMap(Dollars::word, unit -> unit));
  private static final Pattern FACTOR = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3})?");
  private static final int MOST_FACTOR = 100_000;

  private final Map<Unit, Long> rates = new EnumMap<>(Unit.class);
  private final Map<String, Integer> tiers = new TreeMap<>();
  private final Map<String, Integer> regions = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private long over;
  private Hours hours = Hours.ALWAYS;
  private long from = Conditions.EVER;
  private long until = Conditions.NEVER;
  private int context;
  private int maxOutput;
  private String source = "";

  private RuleLine() {}

  static Rule parse(String text) {
    String[] words = text.split(" ", -1);
    var line = new RuleLine();
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 0) {
        throw new IllegalArgumentException(words[i] + " (expected: key=value)");
      }
      line.take(words[i].substring(0, equals), words[i].substring(equals + 1));
    }
    return Rule.of(
        words[0],
        new Conditions(line.over, line.hours, line.from, line.until),
        new Rates(line.rates),
        new Factors(line.tiers, line.regions, false),
        new ModelLimits(line.context, line.maxOutput),
        line.source);
  }

  private void take(String key, String value) {
    if (!seen.add(key)) {
      throw new IllegalArgumentException(key + ": twice");
    }
    switch (key) {
      case "over" -> over = whole(value);
      case "hours" -> hours = Hours.parse(value);
      case "from" -> from = day(value);
      case "until" -> until = day(value);
      case "context" -> context = whole(value);
      case "max-output" -> maxOutput = whole(value);
      case "source" -> source = value;
      default -> takeOther(key, value);
    }
  }

  private void takeOther(String key, String value) {
    Unit unit = UNITS.get(key);
    if (key.startsWith("tier:")) {
      addAll(tiers, key, value);
    } else if (key.startsWith("region:")) {
      addAll(regions, key, value);
    } else if (unit != null) {
      rates.put(unit, amount(unit, value));
    } else {
      throw new IllegalArgumentException(key + ": unknown");
    }
  }

  private static void addAll(Map<String, Integer> factors, String key, String value) {
    int factor =
        factor(value)
            .orElseThrow(() -> new IllegalArgumentException(value + " (expected: as 0.5)"));
    for (String word : key.substring(key.indexOf(':') + 1).split(",", -1)) {
      if (factors.put(word, factor) != null) {
        throw new IllegalArgumentException(word + ": twice");
      }
    }
  }

  /// Reads `0.5`, `2`, `1.1` as thousandths, from 1 to 100,000.
  static Optional<Integer> factor(String text) {
    return Optional.of(text)
        .filter(FACTOR.asMatchPredicate())
        .map(it -> new BigDecimal(it).movePointRight(3).intValueExact())
        .filter(it -> 0 < it && it <= MOST_FACTOR);
  }

  private static long amount(Unit unit, String value) {
    return Dollars.picos(value, unit)
        .orElseThrow(() -> new IllegalArgumentException(value + " (expected: dollars, as 0.10)"));
  }

  private static int whole(String value) {
    return Integer.parseInt(value); // NumberFormatException is an IllegalArgumentException
  }

  private static long day(String value) {
    try {
      return LocalDate.parse(value).toEpochDay();
    } catch (DateTimeException wrong) {
      throw new IllegalArgumentException(value + " (expected: a day, as 2027-01-01)", wrong);
    }
  }
}
