package dev.headgate.record;

import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// The cells of one minute or one hour while calls are added to them.
final class Period {
  /// Combinations; more share a cell.
  private static final int COMBINATIONS = 2_000;

  /// A cell, and whether it is to be written.
  private static final class Held {
    final Cell cell;
    boolean changed;

    Held(Cell cell) {
      this.cell = cell;
    }
  }

  final String month;
  private final CellKey key;
  private final Map<CellKey, Held> combinations = new HashMap<>();
  private final Held all;
  private boolean changed;

  /// `key` is that of the cell of all its calls, `written` are the cells that there are.
  Period(CellKey key, Map<CellKey, Cell> written) {
    this.key = key;
    month = Rollups.month(key.start());
    written.forEach((each, cell) -> combinations.put(each, new Held(cell)));
    Held known = combinations.remove(key);
    all = known == null ? new Held(new Cell()) : known;
  }

  void add(CallRecord call) {
    changed = true;
    add(call, all);
    add(call, combination(CellKey.of(key.grain(), call)));
  }

  private static void add(CallRecord call, Held to) {
    to.changed = true;
    to.cell.add(call);
  }

  private Held combination(CellKey own) {
    Held known = combinations.get(own);
    if (known != null) {
      return known;
    }
    CellKey bounded =
        combinations.size() < COMBINATIONS ? own : CellKey.other(key.grain(), key.start());
    return combinations.computeIfAbsent(bounded, _ -> new Held(new Cell()));
  }

  int size() {
    return 1 + combinations.size();
  }

  boolean hasChanged() {
    return changed;
  }

  /// Shows the cells that have changed since they were written.
  void changed(BiConsumer<CellKey, Cell> each) {
    show(key, all, each);
    combinations.forEach((own, held) -> show(own, held, each));
  }

  private static void show(CellKey key, Held held, BiConsumer<CellKey, Cell> each) {
    if (held.changed) {
      each.accept(key, held.cell);
    }
  }

  void written() {
    mark(false);
  }

  /// All are to be written again.
  void lost() {
    mark(true);
  }

  private void mark(boolean as) {
    changed = as;
    all.changed = as;
    combinations.values().forEach(held -> held.changed = as);
  }
}
