package dev.headgate.simulate;

import dev.headgate.base.Field;
import dev.headgate.base.Share;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the text of a fault plan, word by word.
final class FaultText {
  private static final String FAULTS =
      "status, reset, silent, slow, cut, stall, malformed, unterminated, error-in-200, error-event,"
          + " context-too-long, content-filter, out-of-credit, no-usage, empty, wrong-shape or"
          + " compressed";

  private final ArrayDeque<String> words = new ArrayDeque<>();
  private boolean colon; // the last condition read ended in one

  private FaultText(String rule) {
    for (String word : rule.strip().split("\\s+", -1)) {
      words.add(word);
    }
  }

  static FaultPlan parse(String text) {
    List<FaultPlan.Rule> rules = new ArrayList<>();
    for (String rule : text.split(";", -1)) {
      if (!rule.isBlank()) {
        rules.add(new FaultText(rule).rule());
      }
    }
    return new FaultPlan(rules);
  }

  private FaultPlan.Rule rule() {
    Duration after = Duration.ZERO;
    Duration length = null;
    Share share = Share.ALL;
    long first = 1;
    long last = Long.MAX_VALUE;
    String model = null;
    while (!colon && isCondition(words.peek())) {
      switch (words.remove()) {
        case "after" -> after = duration(condition("a duration"));
        case "for" -> length = duration(condition("a duration"));
        case "share" -> share = share(condition("a share, as 5%"));
        case "model" -> model = condition("a model");
        default -> {
          String[] range = condition("a request's number").split("-", 2);
          first = number(range[0]);
          last = range.length == 1 ? first : number(range[1]);
        }
      }
    }
    var rule = new FaultPlan.Rule(after, length, share, first, last, model, fault());
    if (!words.isEmpty()) {
      throw unexpected(words.peek(), "the end of the rule");
    }
    return rule;
  }

  private static Share share(String text) {
    try {
      return Share.parse(text);
    } catch (IllegalArgumentException unfit) {
      throw new IllegalArgumentException(text + " (" + unfit.getMessage() + ")", unfit);
    }
  }

  private static boolean isCondition(@Nullable String word) {
    return word != null
        && switch (word) {
          case "after", "for", "share", "model", "request" -> true;
          default -> false;
        };
  }

  private Fault fault() {
    String name = next(FAULTS);
    return switch (name) {
      case "status" -> new Fault.Status(status(), retryAfter(), body());
      case "reset" -> new Fault.Reset();
      case "silent" -> new Fault.Silent();
      case "slow" -> new Fault.SlowFirstToken(duration(next("a duration")));
      case "cut" -> new Fault.CutAfter(tokens(), taken("reset"));
      case "stall" -> new Fault.StallAfter(tokens(), duration(next("a duration")));
      case "malformed" -> new Fault.Malformed(tokens());
      case "unterminated" -> new Fault.NoTerminator();
      case "error-in-200" -> new Fault.ErrorIn200(body());
      case "error-event" -> new Fault.ErrorEvent(place());
      case "context-too-long" -> new Fault.ContextTooLong();
      case "content-filter" -> new Fault.ContentFilter();
      case "out-of-credit" -> new Fault.OutOfCredit(words.poll());
      case "no-usage" -> new Fault.MissingUsage();
      case "empty" -> new Fault.EmptyAnswer();
      case "wrong-shape" -> new Fault.WrongShape();
      case "compressed" -> new Fault.Compressed();
      default -> throw unexpected(name, FAULTS);
    };
  }

  private int status() {
    String word = next("a status");
    if (!word.matches("[2-5]\\d\\d")) {
      throw unexpected(word, "a status from 200 to 599");
    }
    return Integer.parseInt(word);
  }

  private int place() {
    if (taken("first")) {
      return Fault.ErrorEvent.FIRST;
    }
    return taken("start") ? 0 : tokens();
  }

  private int tokens() {
    return (int) Math.min(Integer.MAX_VALUE, number(next("a number of tokens")));
  }

  private List<Field> retryAfter() {
    return taken("retry-after")
        ? List.of(new Field("retry-after", next("a number of seconds")))
        : List.of();
  }

  private @Nullable String body() {
    if (!taken("body")) {
      return null;
    }
    String body = String.join(" ", words);
    words.clear();
    return body;
  }

  private boolean taken(String word) {
    return word.equals(words.peek()) && words.remove() != null;
  }

  private String next(String expected) {
    String word = words.poll();
    if (word == null) {
      throw unexpected("the end", expected);
    }
    return word;
  }

  /// The word after a condition's name; a colon behind it ends the conditions.
  private String condition(String expected) {
    String word = next(expected);
    colon = word.endsWith(":");
    return colon ? word.substring(0, word.length() - 1) : word;
  }

  private static long number(String word) {
    if (!word.matches("\\d{1,18}")) {
      throw unexpected(word, "a whole number");
    }
    return Long.parseLong(word);
  }

  private static Duration duration(String word) {
    int unit = 0;
    while (unit < word.length() && Character.isDigit(word.charAt(unit))) {
      unit++;
    }
    String digits = word.substring(0, unit);
    return switch (digits.isEmpty() ? "" : word.substring(unit)) {
      case "ms" -> Duration.ofMillis(number(digits));
      case "s" -> Duration.ofSeconds(number(digits));
      case "m" -> Duration.ofMinutes(number(digits));
      default -> throw unexpected(word, "a duration, as 500ms, 30s or 2m");
    };
  }

  private static IllegalArgumentException unexpected(String found, String expected) {
    return new IllegalArgumentException("plan: " + found + " (expected: " + expected + ")");
  }
}
