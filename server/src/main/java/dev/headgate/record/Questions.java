package dev.headgate.record;

import dev.headgate.config.Units;
import dev.headgate.http.Query;
import dev.headgate.record.UsageQuery.Dimension;
import dev.headgate.record.UsageQuery.Step;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads from a query which calls are asked for.
final class Questions {
  private static final Duration USUAL = Duration.ofDays(1);
  private static final String TIME =
      "as long ago as 1h or 7d, a day as 2026-11-25, or a time as 2026-11-25T08:00:00Z";
  private static final String DAY = "\\d{4}-\\d\\d-\\d\\d";
  private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
  private static final int MOST_STEPS = 10_000;
  private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  private Questions() {}

  static CallFilter calls(Query query, Instant now) {
    return new CallFilter(
        time(query, "since", now),
        time(query, "until", now),
        query.value("before", "a call's id", text -> matching(ID, text)).orElse(null),
        query.text("feature").orElse(null),
        query.text("variant").orElse(null),
        query.text("model").orElse(null),
        query.text("key").orElse(null),
        outcome(query),
        query.text("cause").orElse(null),
        query
            .value("min-latency", "a duration with its unit, as 500ms or 2s", Units::duration)
            .map(time -> time.toNanos() / 1e6)
            .orElse(null),
        query.value("min-cost", "an amount in dollars, as 0.01", Questions::nanos).orElse(null));
  }

  static UsageQuery usage(Query query, Instant now) {
    Instant until = time(query, "until", now);
    Instant since = time(query, "since", now);
    List<Dimension> by = query.value("by", expectedBy(), Questions::dimensions).orElse(List.of());
    Map<Dimension, String> only = new EnumMap<>(Dimension.class);
    for (Dimension dimension : Dimension.values()) {
      Optional<String> value =
          dimension == Dimension.OUTCOME
              ? Optional.ofNullable(outcome(query)).map(Outcome::text)
              : query.text(dimension.text());
      value.ifPresent(given -> only.put(dimension, given));
    }
    Instant last = until == null ? now : until;
    return new UsageQuery(since == null ? last.minus(USUAL) : since, last, by, only);
  }

  /// In what steps the time is gone through, if in any.
  static @Nullable Step step(Query query, UsageQuery question) {
    return query
        .value(
            "step",
            "minute, hour or day, at most " + MOST_STEPS + " of them",
            text ->
                Stream.of(Step.values())
                    .filter(step -> step.text().equals(text))
                    .filter(step -> step.count(question) <= MOST_STEPS)
                    .findFirst())
        .orElse(null);
  }

  private static @Nullable Instant time(Query query, String name, Instant now) {
    return query.value(name, TIME, text -> time(text, now)).orElse(null);
  }

  private static Optional<Instant> time(String text, Instant now) {
    Optional<Duration> ago = Units.duration(text);
    if (ago.isPresent()) {
      return ago.map(now::minus);
    }
    try {
      String full = text.matches(DAY) ? text + "T00:00:00Z" : text;
      return Optional.of(Instant.parse(full)).filter(time -> !time.isAfter(LATEST));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static @Nullable Outcome outcome(Query query) {
    String all = String.join(", ", Stream.of(Outcome.values()).map(Outcome::text).toList());
    return query
        .value(
            "outcome",
            all,
            text -> Stream.of(Outcome.values()).filter(it -> it.text().equals(text)).findFirst())
        .orElse(null);
  }

  private static Optional<String> matching(String pattern, String text) {
    return Optional.of(text).filter(given -> given.matches(pattern));
  }

  /// In nano-dollars.
  private static Optional<Long> nanos(String dollars) {
    return matching("\\$?\\d{1,9}(\\.\\d{1,9})?", dollars)
        .map(text -> new BigDecimal(text.replace("$", "")).movePointRight(9).longValueExact());
  }

  private static String expectedBy() {
    return "some of "
        + String.join(",", Stream.of(Dimension.values()).map(Dimension::text).toList());
  }

  private static Optional<List<Dimension>> dimensions(String text) {
    var dimensions = new ArrayList<Dimension>();
    for (String name : text.split(",", -1)) {
      Optional<Dimension> named =
          Stream.of(Dimension.values()).filter(it -> it.text().equals(name.strip())).findFirst();
      if (named.isEmpty() || dimensions.contains(named.get())) {
        return Optional.empty();
      }
      dimensions.add(named.get());
    }
    return Optional.of(dimensions);
  }
}
