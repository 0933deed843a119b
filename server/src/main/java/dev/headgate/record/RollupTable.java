package dev.headgate.record;

import static java.util.stream.Collectors.joining;

import dev.headgate.record.CellKey.Grain;
import dev.headgate.store.Found;
import dev.headgate.store.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/// How a month's cells stand in its database, by minute and by hour: those of combinations, and
/// apart from them, for they are asked for most and are few, those of all calls.
final class RollupTable {
  private static final List<String> DIMENSIONS =
      List.of("feature", "variant", "model", "app_key", "outcome");
  private static final List<String> KEY = key();
  private static final List<String> COLUMNS = columns();

  static final List<String> SCHEMA =
      List.of(
          create(Grain.MINUTE, false),
          create(Grain.HOUR, false),
          create(Grain.HOUR_OF_KEY, false),
          create(Grain.MINUTE, true),
          create(Grain.HOUR, true),
          create(Grain.HOUR_OF_KEY, true),
          """
          CREATE TABLE shipped (
            node TEXT NOT NULL PRIMARY KEY,
            position BIGINT NOT NULL,
            settled BIGINT NOT NULL
          )
          """);

  private static final String SHIPPED =
      """
      INSERT INTO shipped (node, position, settled) VALUES (?, ?, ?)
      ON CONFLICT (node) DO UPDATE SET position = excluded.position, settled = excluded.settled
      """;

  /// Up to where a node's journal is in the cells, and up to where nobody needs it any more.
  record Shipped(long position, long settled) {
    static final Shipped NONE = new Shipped(0, 0);

    Shipped latest(Shipped other) {
      return new Shipped(Math.max(position, other.position), Math.max(settled, other.settled));
    }
  }

  private RollupTable() {}

  private static List<String> key() {
    var names = new ArrayList<>(List.of("start"));
    names.addAll(DIMENSIONS);
    return List.copyOf(names);
  }

  private static List<String> columns() {
    var names = new ArrayList<>(KEY);
    for (Cell.Sum sum : Cell.SUMS) {
      names.add(sum.column());
    }
    for (Cell.Time time : Cell.TIMES) {
      names.add(time.column());
    }
    return List.copyOf(names);
  }

  private static String table(Grain grain, boolean ofAll) {
    return (ofAll ? "all_by_" : "by_") + grain.table();
  }

  private static String create(Grain grain, boolean ofAll) {
    var columns = new ArrayList<>(List.of("start BIGINT NOT NULL"));
    DIMENSIONS.forEach(name -> columns.add(name + " TEXT NOT NULL"));
    for (Cell.Sum sum : Cell.SUMS) {
      columns.add(sum.column() + " BIGINT NOT NULL");
    }
    for (Cell.Time time : Cell.TIMES) {
      columns.add(time.column() + " BLOB NOT NULL");
    }
    return "CREATE TABLE %s (%s, PRIMARY KEY (%s)) WITHOUT ROWID"
        .formatted(table(grain, ofAll), String.join(", ", columns), String.join(", ", KEY));
  }

  private static String insert(String table) {
    return "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT (%s) DO UPDATE SET %s"
        .formatted(
            table,
            String.join(", ", COLUMNS),
            String.join(", ", Collections.nCopies(COLUMNS.size(), "?")),
            String.join(", ", KEY),
            COLUMNS.stream()
                .skip(KEY.size())
                .map(name -> name + " = excluded." + name)
                .collect(joining(", ")));
  }

  /// Sets cells to what they have come to.
  static void put(Handle handle, Map<CellKey, Cell> cells, String node, Shipped shipped) {
    for (Grain grain : Grain.values()) {
      for (boolean ofAll : List.of(false, true)) {
        try (var rows = Rows.of(handle, insert(table(grain, ofAll)))) {
          cells.forEach((key, cell) -> {
            if (key.grain() == grain && key.isOfAll() == ofAll) {
              put(key, cell, rows);
            }
          });
        }
      }
    }
    try (var rows = Rows.of(handle, SHIPPED)) {
      rows.with(node).with(shipped.position).with(shipped.settled).row();
    }
  }

  private static void put(CellKey key, Cell cell, Rows rows) {
    rows.with(key.start());
    rows.with(key.feature()).with(key.variant()).with(key.model());
    rows.with(key.key()).with(key.outcome());
    for (Cell.Sum sum : Cell.SUMS) {
      rows.with(cell.of(sum));
    }
    for (Cell.Time time : Cell.TIMES) {
      rows.with(cell.packed(time));
    }
    rows.row();
  }

  /// The cells of a minute or an hour, as they were last put.
  static Map<CellKey, Cell> find(Handle handle, Grain grain, long start) {
    var cells = new HashMap<CellKey, Cell>();
    for (boolean ofAll : List.of(false, true)) {
      scan(
          handle,
          "%s WHERE start = ?".formatted(table(grain, ofAll)),
          List.of(start),
          grain,
          (key, _) -> cells.computeIfAbsent(key, _ -> new Cell()));
    }
    return cells;
  }

  /// Says into which cell one that was found is merged, and learns of how many calls that is.
  interface Into {
    Cell cell(CellKey key, long calls);
  }

  /// Merges the cells of a time that a question is about.
  static void scan(
      Handle handle, Grain grain, long since, long until, UsageQuery query, Into into) {
    var from = new StringBuilder(table(grain, query.isOfAll()) + " WHERE start >= ? AND start < ?");
    var values = new ArrayList<Object>(List.of(since, until));
    query
        .only()
        .forEach((dimension, value) -> {
          from.append(" AND ").append(dimension.column()).append(" = ?");
          values.add(value);
        });
    scan(handle, from.toString(), values, grain, into);
  }

  private static void scan(Handle handle, String from, List<?> values, Grain grain, Into into) {
    String sql = "SELECT " + String.join(", ", COLUMNS) + " FROM " + from;
    try (var found = Found.of(handle, sql, values)) {
      while (found.next()) {
        merge(found, into.cell(key(grain, found), found.number(KEY.size() + 1)));
      }
    }
  }

  private static CellKey key(Grain grain, Found row) {
    return new CellKey(
        grain, row.number(1), row.text(2), row.text(3), row.text(4), row.text(5), row.text(6));
  }

  private static void merge(Found row, Cell into) {
    int column = KEY.size(); // behind it the sums, that of calls first
    for (Cell.Sum sum : Cell.SUMS) {
      into.add(sum, row.number(++column));
    }
    for (Cell.Time time : Cell.TIMES) {
      into.merge(time, row.bytes(++column));
    }
  }

  static Optional<Shipped> shipped(Handle handle, String node) {
    return handle
        .createQuery("SELECT position, settled FROM shipped WHERE node = ?")
        .bind(0, node)
        .map((RowView row) ->
            new Shipped(
                row.getColumn("position", Long.class), row.getColumn("settled", Long.class)))
        .findOne();
  }
}
