package dev.headgate.record;

import dev.headgate.record.Cell.Sum;
import dev.headgate.record.CellKey.Grain;
import dev.headgate.record.UsageQuery.Dimension;
import dev.headgate.store.DatedFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Answers questions about sums from the cells of minutes and hours, never from the calls
/// themselves.
final class Usages {
  /// Parts of the time asked for, in a series.
  static final int PARTS = 24;

  private static final Duration DAY = Duration.ofDays(1);

  private final DatedFiles months;

  Usages(DatedFiles months) {
    this.months = months;
  }

  /// A group while it is summed up.
  private static final class Group {
    final Cell cell = new Cell();
    final long[] series = new long[PARTS];
  }

  List<UsageRow> find(UsageQuery query) {
    Grain grain = grain(query);
    long since = grain.start(query.since().toEpochMilli());
    long until = query.until().toEpochMilli();
    Map<List<String>, Group> groups = new LinkedHashMap<>();
    for (String month : months(since, until)) {
      months
          .find(month)
          .ifPresent(file ->
              file.read(handle -> {
                RollupTable.scan(
                    handle,
                    grain,
                    since,
                    until,
                    query,
                    (key, cell) -> {
                      Group group = groups.computeIfAbsent(group(query, key), _ -> new Group());
                      group.cell.merge(cell);
                      group.series[part(key.start(), since, until)] += cell.of(Sum.CALLS);
                    });
                return month;
              }));
    }
    return rows(groups);
  }

  /// Minutes do not tell keys apart.
  private static Grain grain(UsageQuery query) {
    boolean manyHours = Duration.between(query.since(), query.until()).compareTo(DAY) > 0;
    return manyHours || query.tellsApart(Dimension.KEY) ? Grain.HOUR : Grain.MINUTE;
  }

  private List<String> months(long since, long until) {
    String first = Rollups.month(since);
    String last = Rollups.month(until - 1);
    return months.dates().stream()
        .filter(month -> month.compareTo(first) >= 0 && month.compareTo(last) <= 0)
        .toList();
  }

  private static List<String> group(UsageQuery query, CellKey key) {
    return query.by().stream().map(dimension -> dimension.of(key)).toList();
  }

  private static int part(long start, long since, long until) {
    return Math.clamp((start - since) * PARTS / Math.max(1, until - since), 0, PARTS - 1);
  }

  /// The dearest first, then those with the most calls.
  private static List<UsageRow> rows(Map<List<String>, Group> groups) {
    var rows = new ArrayList<UsageRow>();
    groups.forEach((group, sums) -> {
      var series = java.util.Arrays.stream(sums.series).boxed().toList();
      rows.add(new UsageRow(group, UsageRow.Totals.of(sums.cell), series));
    });
    rows.sort(
        Comparator.<UsageRow>comparingLong(row -> -row.totals().cost().nanos())
            .thenComparingLong(row -> -row.totals().calls())
            .thenComparing(row -> row.group().toString()));
    return rows;
  }
}
