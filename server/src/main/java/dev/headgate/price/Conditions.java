package dev.headgate.price;

import java.time.LocalDate;
import java.util.ArrayList;

/// When a rule holds: for requests of more than `over` input tokens, at `hours`, from the beginning
/// of the day `from` until before that of `until`; days since 1970, all in UTC.
record Conditions(long over, Hours hours, long from, long until) {
  static final long EVER = Long.MIN_VALUE;
  static final long NEVER = Long.MAX_VALUE;
  static final Conditions NONE = new Conditions(0, Hours.ALWAYS, EVER, NEVER);

  private static final int DAY = 24 * 60 * 60;

  boolean hold(long input, long epochSecond) {
    long day = Math.floorDiv(epochSecond, DAY);
    return (over == 0 || input > over)
        && from <= day
        && day < until
        && hours.contain(Math.floorMod(epochSecond, DAY));
  }

  boolean isAlways() {
    return equals(NONE);
  }

  boolean isBase() {
    return over == 0 && hours.always();
  }

  boolean shareADayWith(Conditions other) {
    return from < other.until && other.from < until;
  }

  boolean outlast(Conditions other) {
    return from <= other.from && other.until <= until;
  }

  /// For people: `input > 272000, from 2027-01-01`.
  @Override
  public String toString() {
    var texts = new ArrayList<String>();
    if (over > 0) {
      texts.add("input > " + over);
    }
    if (!hours.always()) {
      texts.add("at " + hours + " UTC");
    }
    if (from != EVER) {
      texts.add("from " + LocalDate.ofEpochDay(from));
    }
    if (until != NEVER) {
      texts.add("until " + LocalDate.ofEpochDay(until));
    }
    return String.join(", ", texts);
  }
}
