package dev.headgate.record;

import dev.headgate.http.Query;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which calls are asked for: those that match all that is not null. `until` and `before`, a call's
/// id, are not included; `minLatency` is in milliseconds, `minCost` in nano-dollars.
public record CallFilter(
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable String before,
    @Nullable String feature,
    @Nullable String variant,
    @Nullable String model,
    @Nullable String key,
    @Nullable Outcome outcome,
    @Nullable String cause,
    @Nullable Double minLatency,
    @Nullable Long minCost) {
  public static final CallFilter ALL =
      new CallFilter(null, null, null, null, null, null, null, null, null, null, null);

  /// What a query asks for.
  public static CallFilter read(Query query, Instant now) {
    return Questions.calls(query, now);
  }

  /// The condition, or nothing.
  String where() {
    var all = new StringBuilder();
    and(all, since, "id >= :since");
    and(all, until, "id < :until");
    and(all, before, "id < :before");
    and(all, feature, "feature = :feature");
    and(all, variant, "variant = :variant");
    and(all, model, "(model = :model OR target = :model)");
    and(all, key, "app_key = :key");
    and(all, outcome, outcome == Outcome.ANSWERED ? "outcome = :outcome" : TROUBLED);
    and(all, cause, "cause = :cause");
    and(all, minLatency, "duration_us >= :min_latency");
    and(all, minCost, "cost_nano >= :min_cost");
    return all.toString();
  }

  /// So that the index of those in trouble is found.
  private static final String TROUBLED = "outcome <> 'answered' AND outcome = :outcome";

  private static void and(StringBuilder all, @Nullable Object value, String condition) {
    if (value != null) {
      all.append(all.isEmpty() ? " WHERE " : " AND ").append(condition);
    }
  }

  Map<String, Object> values() {
    var values = new LinkedHashMap<String, Object>();
    put(values, "since", since == null ? null : CallTable.leastKey(since.toEpochMilli()));
    put(values, "until", until == null ? null : CallTable.leastKey(until.toEpochMilli()));
    put(values, "before", before == null ? null : CallTable.key(before));
    put(values, "feature", feature);
    put(values, "variant", variant);
    put(values, "model", model);
    put(values, "key", key);
    put(values, "outcome", outcome == null ? null : outcome.text());
    put(values, "cause", cause);
    put(values, "min_latency", minLatency == null ? null : Math.round(minLatency * 1_000));
    put(values, "min_cost", minCost);
    return values;
  }

  private static void put(Map<String, Object> values, String name, @Nullable Object value) {
    if (value != null) {
      values.put(name, value);
    }
  }

  /// Whether a call that began on a day may match.
  boolean mayBeOf(String day) {
    boolean late = until != null && Shipper.day(until.toEpochMilli()).compareTo(day) < 0;
    boolean early = since != null && Shipper.day(since.toEpochMilli()).compareTo(day) > 0;
    boolean seen = before != null && IdRange.of(before).filter(id -> id.isBefore(day)).isPresent();
    return !late && !early && !seen;
  }

  /// The same without those from a call on that are newer than `before`.
  CallFilter before(String id) {
    return new CallFilter(
        since, until, id, feature, variant, model, key, outcome, cause, minLatency, minCost);
  }
}
