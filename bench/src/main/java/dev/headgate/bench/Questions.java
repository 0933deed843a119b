package dev.headgate.bench;

import dev.headgate.record.CallFilter;
import dev.headgate.record.CallRecord;
import dev.headgate.record.CallStore;
import dev.headgate.record.Outcome;
import dev.headgate.record.UsageQuery;
import dev.headgate.record.UsageQuery.Dimension;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a dashboard asks of a day's calls, and how long it waits for each answer.
final class Questions {
  private static final int TIMES = 20; // after half as many to warm up
  private static final int PAGE = 50;
  private static final double SUMS = 60; // ms that are bearable
  private static final double LIST = 10;

  private final CallStore store;
  private final Instant since;
  private final Instant until;

  /// The 24 hours begin a quarter of an hour into the day, for those of a dashboard end now.
  Questions(CallStore store, LocalDate day) {
    this.store = store;
    since = Instant.ofEpochMilli(Days.millis(day)).plus(Duration.ofMinutes(17));
    until = since.plus(Duration.ofDays(1));
  }

  /// Milliseconds in the middle and at worst, beside those that are bearable; `found` is how many
  /// rows the answer has.
  record Answer(String question, double most, Results.Median millis, int found) {}

  List<Answer> all() {
    String feature = Calls.feature(3);
    CallRecord some = store.calls(filter(feature, Outcome.ANSWERED), 1).getFirst();
    return List.of(
        ask("24 h by minute, with percentiles", SUMS, this::byMinute),
        ask("top features by spend", SUMS, () -> usage(Dimension.FEATURE)),
        ask("errors by model", SUMS, () -> usage(Dimension.MODEL)),
        ask("two variants of a feature", SUMS, () -> variants(feature)),
        ask("latest 50", LIST, () -> latest(null, null)),
        ask("latest 50 of a feature", LIST, () -> latest(feature, null)),
        ask("latest 50 of a feature, answered", LIST, () -> latest(feature, Outcome.ANSWERED)),
        ask("latest 50 of a feature, failed", LIST, () -> latest(feature, Outcome.FAILED)),
        ask("one call by its id", LIST, () -> store.call(some.id()).isPresent() ? 1 : 0));
  }

  private int byMinute() {
    var query = new UsageQuery(since, until, List.of(), Map.of());
    return store.usage(query, UsageQuery.Step.MINUTE).size();
  }

  private int usage(Dimension by) {
    return store.usage(new UsageQuery(since, until, List.of(by), Map.of())).size();
  }

  private int variants(String feature) {
    var only = Map.of(Dimension.FEATURE, feature);
    return store.usage(new UsageQuery(since, until, List.of(Dimension.VARIANT), only)).size();
  }

  private int latest(@Nullable String feature, @Nullable Outcome outcome) {
    return store.calls(filter(feature, outcome), PAGE).size();
  }

  private CallFilter filter(@Nullable String feature, @Nullable Outcome outcome) {
    return new CallFilter(since, until, null, feature, null, null, null, outcome, null, null, null);
  }

  private static Answer ask(String question, double most, IntSupplier answer) {
    int found = IntStream.range(0, TIMES / 2).map(_ -> answer.getAsInt()).max().orElseThrow();
    var millis = Results.Median.of(IntStream.range(0, TIMES).mapToDouble(_ -> millis(answer)));
    return new Answer(question, most, millis, found);
  }

  private static double millis(IntSupplier answer) {
    long start = System.nanoTime();
    var _ = answer.getAsInt();
    return (System.nanoTime() - start) / 1e6;
  }
}
