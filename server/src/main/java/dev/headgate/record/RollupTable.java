package dev.headgate.record;

import static java.util.stream.Collectors.joining;

import dev.headgate.record.CellKey.Grain;
import dev.headgate.store.Rows;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/// How a month's cells stand in its database, by minute and by hour.
final class RollupTable {
  private static final List<String> DIMENSIONS =
      List.of("feature", "variant", "model", "app_key", "outcome");
  private static final List<String> VALUES = values();

  static final List<String> SCHEMA =
      List.of(
          create(Grain.MINUTE),
          create(Grain.HOUR),
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

  private static List<String> values() {
    var names = new ArrayList<String>();
    for (Cell.Sum sum : Cell.SUMS) {
      names.add(sum.column());
    }
    for (Cell.Time time : Cell.TIMES) {
      names.add(time.column());
    }
    return List.copyOf(names);
  }

  private static String create(Grain grain) {
    var columns = new ArrayList<String>(List.of("start BIGINT NOT NULL"));
    DIMENSIONS.forEach(name -> columns.add(name + " TEXT NOT NULL"));
    for (Cell.Sum sum : Cell.SUMS) {
      columns.add(sum.column() + " BIGINT NOT NULL");
    }
    for (Cell.Time time : Cell.TIMES) {
      columns.add(time.column() + " BLOB NOT NULL");
    }
    columns.add("PRIMARY KEY (start, " + String.join(", ", DIMENSIONS) + ")");
    return "CREATE TABLE by_"
        + grain.table()
        + " ("
        + String.join(", ", columns)
        + ") WITHOUT ROWID";
  }

  private static String insert(Grain grain) {
    String columns = "start, " + String.join(", ", DIMENSIONS) + ", " + String.join(", ", VALUES);
    int count = 1 + DIMENSIONS.size() + VALUES.size();
    return "INSERT INTO by_"
        + grain.table()
        + " ("
        + columns
        + ") VALUES ("
        + String.join(", ", Collections.nCopies(count, "?"))
        + ") ON CONFLICT (start, "
        + String.join(", ", DIMENSIONS)
        + ") DO UPDATE SET "
        + VALUES.stream().map(name -> name + " = excluded." + name).collect(joining(", "));
  }

  private static final String BY_MINUTE = insert(Grain.MINUTE);
  private static final String BY_HOUR = insert(Grain.HOUR);

  /// Sets cells to what they have come to.
  static void put(Handle handle, Map<CellKey, Cell> cells, String node, Shipped shipped) {
    try (var minutes = Rows.of(handle, BY_MINUTE);
        var hours = Rows.of(handle, BY_HOUR);
        var rows = Rows.of(handle, SHIPPED)) {
      cells.forEach((key, cell) -> put(key, cell, key.grain() == Grain.MINUTE ? minutes : hours));
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

  /// A cell as it was last put.
  static Optional<Cell> find(Handle handle, CellKey key) {
    return handle
        .createQuery(
            "SELECT * FROM by_"
                + key.grain().table()
                + " WHERE start = ? AND feature = ? AND variant = ? AND model = ? AND app_key = ?"
                + " AND outcome = ?")
        .bind(0, key.start())
        .bind(1, key.feature())
        .bind(2, key.variant())
        .bind(3, key.model())
        .bind(4, key.key())
        .bind(5, key.outcome())
        .map((RowView row) -> cell(row))
        .findOne();
  }

  /// Shows the cells of a time that a question is about.
  static void scan(
      Handle handle,
      Grain grain,
      long since,
      long until,
      UsageQuery query,
      BiConsumer<CellKey, Cell> each) {
    var where = new StringBuilder(" WHERE start >= :since AND start < :until");
    where.append(query.isOfAll() ? " AND feature = '*'" : " AND feature <> '*'");
    query
        .only()
        .keySet()
        .forEach(
            dimension -> where.append(" AND " + dimension.column() + " = :" + dimension.column()));
    var found = handle.createQuery("SELECT * FROM by_" + grain.table() + where);
    found.bind("since", since).bind("until", until);
    query.only().forEach((dimension, value) -> found.bind(dimension.column(), value));
    found
        .map((RowView row) -> Map.entry(key(grain, row), cell(row)))
        .forEach(entry -> each.accept(entry.getKey(), entry.getValue()));
  }

  private static CellKey key(Grain grain, RowView row) {
    return new CellKey(
        grain,
        row.getColumn("start", Long.class),
        row.getColumn("feature", String.class),
        row.getColumn("variant", String.class),
        row.getColumn("model", String.class),
        row.getColumn("app_key", String.class),
        row.getColumn("outcome", String.class));
  }

  private static Cell cell(RowView row) {
    var cell = new Cell();
    for (Cell.Sum sum : Cell.SUMS) {
      cell.add(sum, row.getColumn(sum.column(), Long.class));
    }
    for (Cell.Time time : Cell.TIMES) {
      cell.merge(time, row.getColumn(time.column(), byte[].class));
    }
    return cell;
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
