package dev.headgate.record;

import dev.headgate.record.CellKey.Grain;
import dev.headgate.record.UsageQuery.Dimension;
import dev.headgate.record.UsageQuery.Step;
import dev.headgate.store.DatedFiles;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Answers questions about sums from the cells of minutes and hours, never from the calls
/// themselves.
final class Usages {
  /// Parts of the time asked for, in a series.
  static final int PARTS = 24;

  private final DatedFiles months;

  Usages(DatedFiles months) {
    this.months = months;
  }

  /// A group while it is summed up.
  private static final class Group {
    final Cell cell = new Cell();
    final double[] series = new double[PARTS];
  }

  /// What is asked for from `since` up to `until`, in cells of one size.
  private record Span(Grain grain, long since, long until) {}

  List<UsageRow> find(UsageQuery query) {
    Map<List<String>, Group> groups = new LinkedHashMap<>();
    List<Span> spans = spans(query);
    long since = spans.getFirst().since;
    long until = spans.getLast().until;
    for (Span span : spans) {
      scan(
          span,
          query,
          (key, calls) -> {
            Group group = groups.computeIfAbsent(group(query, key), _ -> new Group());
            spread(calls, key, since, until, group.series);
            return group.cell;
          });
    }
    return rows(groups);
  }

  /// The steps in which there were calls, in their order. Steps of hours and days begin with a
  /// whole one.
  List<UsageStep> steps(UsageQuery query, Step step) {
    Grain grain = query.tellsApart(Dimension.KEY) ? Grain.HOUR_OF_KEY : step.grain;
    long since = step.start(query.since().toEpochMilli());
    Map<Long, Cell> cells = new TreeMap<>();
    scan(
        new Span(grain, since, query.until().toEpochMilli()),
        query,
        (key, _) -> cells.computeIfAbsent(step.start(key.start()), _ -> new Cell()));
    var steps = new ArrayList<UsageStep>();
    cells.forEach((start, cell) ->
        steps.add(new UsageStep(Instant.ofEpochMilli(start), UsageRow.Totals.of(cell))));
    return steps;
  }

  /// Whole hours as far as they go where a part of the series has room for one, and minutes at the
  /// edges. Minutes do not tell keys apart.
  private static List<Span> spans(UsageQuery query) {
    long since = query.since().toEpochMilli();
    long until = query.until().toEpochMilli();
    if (query.tellsApart(Dimension.KEY)) {
      return List.of(new Span(Grain.HOUR_OF_KEY, Grain.HOUR.start(since), until));
    }
    long from = Grain.MINUTE.start(since);
    long firstHour = Grain.HOUR.start(from + Grain.HOUR.millis - 1);
    long lastHour = Grain.HOUR.start(until);
    return until - from >= PARTS * Grain.HOUR.millis
        ? List.of(
            new Span(Grain.MINUTE, from, firstHour),
            new Span(Grain.HOUR, firstHour, lastHour),
            new Span(Grain.MINUTE, lastHour, until))
        : List.of(new Span(Grain.MINUTE, from, until));
  }

  private void scan(Span span, UsageQuery query, RollupTable.Into into) {
    String first = Rollups.month(span.since);
    String last = Rollups.month(span.until - 1);
    for (String month : months.dates()) {
      if (month.compareTo(first) >= 0 && month.compareTo(last) <= 0) {
        months
            .find(month)
            .ifPresent(file ->
                file.read(handle -> {
                  RollupTable.scan(handle, span.grain, span.since, span.until, query, into);
                  return month;
                }));
      }
    }
  }

  private static List<String> group(UsageQuery query, CellKey key) {
    return query.by().stream().map(dimension -> dimension.of(key)).toList();
  }

  /// The calls of an hour that two parts share are split by how much of it lies in each.
  private static void spread(long calls, CellKey key, long since, long until, double[] series) {
    double part = Math.max(1, (double) (until - since) / PARTS);
    double length = key.grain().millis / part;
    double from = (key.start() - since) / part;
    int first = Math.clamp((long) from, 0, PARTS - 1);
    boolean splits = key.grain() != Grain.MINUTE && length <= 1 && first < PARTS - 1;
    double behind = splits ? Math.clamp(from + length - first - 1, 0, length) / length : 0;
    series[first] += calls * (1 - behind);
    if (behind > 0) {
      series[first + 1] += calls * behind;
    }
  }

  /// The dearest first, then those with the most calls.
  private static List<UsageRow> rows(Map<List<String>, Group> groups) {
    var rows = new ArrayList<UsageRow>();
    groups.forEach((group, sums) -> {
      var series = Arrays.stream(sums.series).mapToObj(Math::round).toList();
      rows.add(new UsageRow(group, UsageRow.Totals.of(sums.cell), series));
    });
    rows.sort(
        Comparator.<UsageRow>comparingLong(row -> -row.totals().cost().nanos())
            .thenComparingLong(row -> -row.totals().calls())
            .thenComparing(row -> row.group().toString()));
    return rows;
  }
}
