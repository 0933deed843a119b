package dev.headgate.record;

import dev.headgate.record.CellKey.Grain;
import dev.headgate.record.RollupTable.Shipped;
import dev.headgate.store.DatedFiles;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Sums over calls by minute and hour, by month in a file each. The cells of the minutes and hours
/// at hand are held in memory; those that change are written whole, with the position in the
/// journal that they have come to. Belongs to one thread.
final class Rollups {
  /// Cells in memory that have been written; the minutes and hours that were added to longest ago
  /// go first.
  private static final int HELD = 20_000;

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuu-MM").withZone(ZoneOffset.UTC);

  private final DatedFiles files;
  private final String node;
  private final Map<CellKey, Period> periods = new LinkedHashMap<>(64, 0.75f, true);
  private final Map<String, Long> positions = new HashMap<>(); // by month
  private long added; // the position of the last call that is in the cells
  private boolean changed;

  Rollups(DatedFiles files, String node) {
    this.files = files;
    this.node = node;
  }

  static String month(long epochMillis) {
    return MONTH.format(Instant.ofEpochMilli(epochMillis));
  }

  /// Adds a call whose entry ends at a position, unless it is in the cells already.
  void add(CallRecord call, long position) {
    if (position <= added) {
      return;
    }
    List<Period> all = // before one of them is changed, for reading may fail
        Stream.of(Grain.values()).map(grain -> period(grain, call)).toList();
    if (position > position(all.getFirst().month)) {
      all.forEach(period -> period.add(call));
      changed = true;
    }
    added = position;
  }

  private Period period(Grain grain, CallRecord call) {
    return periods.computeIfAbsent(
        CellKey.all(grain, call.epochMillis()), all -> new Period(all, written(all)));
  }

  private Map<CellKey, Cell> written(CellKey all) {
    return files
        .find(month(all.start()))
        .map(file -> file.read(handle -> RollupTable.find(handle, all.grain(), all.start())))
        .orElse(Map.of());
  }

  private long position(String month) {
    return positions.computeIfAbsent(
        month,
        _ ->
            files
                .find(month)
                .flatMap(file -> file.read(handle -> RollupTable.shipped(handle, node)))
                .map(Shipped::position)
                .orElse(0L));
  }

  /// Whether there is something to write.
  boolean haveChanged() {
    return changed;
  }

  /// Whether more is held than should be for long.
  boolean areMany() {
    return size() > HELD;
  }

  private int size() {
    return periods.values().stream().mapToInt(Period::size).sum();
  }

  /// Writes what has changed. All before `position` is in the cells; before `settled` nobody needs
  /// the journal.
  void flush(long position, long settled) {
    var shipped = new Shipped(position, settled);
    changedByMonth()
        .forEach((month, cells) -> {
          files
              .at(month)
              .write(handle -> {
                RollupTable.put(handle, cells, node, shipped);
                return shipped;
              });
          positions.put(month, position);
        });
    periods.values().stream().filter(Period::hasChanged).forEach(Period::written);
    changed = false;
    forget();
  }

  /// The next flush writes all cells in memory.
  void writeAll() {
    periods.values().forEach(Period::lost);
    changed = !periods.isEmpty();
  }

  private Map<String, Map<CellKey, Cell>> changedByMonth() {
    Map<String, Map<CellKey, Cell>> months = new TreeMap<>();
    for (Period period : periods.values()) {
      if (period.hasChanged()) {
        period.changed(months.computeIfAbsent(period.month, _ -> new LinkedHashMap<>())::put);
      }
    }
    return months;
  }

  private void forget() {
    int size = size();
    for (var eldest = periods.values().iterator(); size > HELD && eldest.hasNext(); ) {
      size -= eldest.next().size();
      eldest.remove();
    }
  }
}
