package dev.headgate.record;

import dev.headgate.record.CellKey.Grain;
import dev.headgate.record.RollupTable.Shipped;
import dev.headgate.store.Database;
import dev.headgate.store.DatedFiles;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Sums over calls by minute and hour, by month in a file each. Cells that change are held in
/// memory and written whole, with the position in the journal that they have come to. Belongs to
/// one thread.
final class Rollups {
  /// Combinations of one minute or hour; more share a cell.
  private static final int COMBINATIONS = 2_000;

  /// Minutes and hours whose combinations are counted.
  private static final int TIMES = 1_000;

  /// Cells in memory that have been written; the eldest go first.
  private static final int HELD = 20_000;

  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("uuuu-MM").withZone(ZoneOffset.UTC);

  private final DatedFiles files;
  private final String node;
  private final LinkedHashMap<CellKey, Cell> cells = new LinkedHashMap<>(64, 0.75f, true);
  private final Set<CellKey> changed = new HashSet<>();
  private final Map<String, Long> positions = new HashMap<>(); // by month

  /// How many there are of the latest minutes and hours, which their cell of all stands for.
  private final Map<CellKey, Integer> combinations =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<CellKey, Integer> eldest) {
          return size() > TIMES;
        }
      };

  private long added; // the position of the last call that is in the cells

  Rollups(DatedFiles files, String node) {
    this.files = files;
    this.node = node;
  }

  static String month(long epochMillis) {
    return MONTH.format(Instant.ofEpochMilli(epochMillis));
  }

  /// Adds a call whose entry ends at a position, unless it is in the cells already.
  void add(CallRecord call, long position) {
    if (position <= added || position <= position(month(call.epochMillis()))) {
      return;
    }
    var into = new ArrayList<Cell>(); // all of them, before any is changed: reading may fail
    for (Grain grain : Grain.values()) {
      into.add(cell(CellKey.all(grain, call.epochMillis())));
      into.add(cell(bounded(CellKey.of(grain, call))));
    }
    into.forEach(cell -> cell.add(call));
    added = position;
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

  private CellKey bounded(CellKey key) {
    if (cells.containsKey(key)) {
      return key;
    }
    CellKey of = CellKey.all(key.grain(), key.start());
    int count = combinations.merge(of, 1, Integer::sum);
    return count <= COMBINATIONS ? key : CellKey.other(key.grain(), key.start());
  }

  private Cell cell(CellKey key) {
    changed.add(key);
    return cells.computeIfAbsent(
        key,
        _ ->
            files
                .find(month(key.start()))
                .flatMap(file -> file.read(handle -> RollupTable.find(handle, key)))
                .orElseGet(Cell::new));
  }

  /// Writes what has changed. All before `position` is in the cells; before `settled` nobody needs
  /// the journal.
  void flush(long position, long settled) {
    Map<String, Map<CellKey, Cell>> months = new TreeMap<>();
    for (CellKey key : changed) {
      Cell cell = cells.get(key);
      if (cell != null) {
        months.computeIfAbsent(month(key.start()), _ -> new LinkedHashMap<>()).put(key, cell);
      }
    }
    var shipped = new Shipped(position, settled);
    months.forEach((month, some) -> {
      Database file = files.at(month);
      file.write(handle -> {
        RollupTable.put(handle, some, node, shipped);
        return shipped;
      });
      positions.put(month, position);
    });
    changed.clear();
    forget();
  }

  /// The next flush writes all cells in memory.
  void writeAll() {
    changed.addAll(cells.keySet());
  }

  private void forget() {
    List<CellKey> eldest = new ArrayList<>();
    for (CellKey key : cells.keySet()) {
      if (cells.size() - eldest.size() <= HELD) {
        break;
      }
      eldest.add(key);
    }
    eldest.forEach(cells::remove);
  }
}
