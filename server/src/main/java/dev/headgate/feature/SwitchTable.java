package dev.headgate.feature;

import dev.headgate.feature.Change.Act;
import dev.headgate.feature.Switch.Served;
import dev.headgate.store.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Switches as they are kept: those in force, and every change that was ever made.
final class SwitchTable {
  /// A row of those in force; `serve` is absent in a kill.
  public record Row(
      String feature, @Nullable String serve, String author, String reason, long atMs) {
    Mark mark() {
      return new Mark(author, reason, atMs);
    }
  }

  /// A row of the history.
  public record Logged(
      String feature, String act, @Nullable String serve, String author, String reason, long atMs) {
    Change change() {
      return new Change(feature, Act.of(act, serve), new Mark(author, reason, atMs));
    }
  }

  private final Database database;

  SwitchTable(Database database) {
    this.database = database;
  }

  Map<String, Switch> load() {
    var switches = new HashMap<String, Switch>();
    for (Row row : database.read(SwitchTable::rows)) {
      Switch before = switches.getOrDefault(row.feature, Switch.NONE);
      switches.put(
          row.feature,
          row.serve == null
              ? new Switch(before.served(), row.mark())
              : new Switch(new Served(Shares.parse(row.serve), row.mark()), before.kill()));
    }
    return Map.copyOf(switches);
  }

  private static List<Row> rows(Handle handle) {
    return handle
        .createQuery("SELECT feature, serve, author, reason, at_ms FROM feature_switch")
        .mapTo(Row.class)
        .list();
  }

  /// Puts a switch in the place of the one before, and what led to it into the history: all of it
  /// or nothing.
  void keep(String feature, Switch after, List<Change> changes) {
    database.write(handle -> {
      handle.execute("DELETE FROM feature_switch WHERE feature = ?", feature);
      if (after.kill() != null) {
        put(handle, feature, "kill", null, after.kill());
      }
      if (after.served() != null) {
        put(handle, feature, "serve", after.served().shares().toString(), after.served().by());
      }
      changes.forEach(change -> log(handle, change));
      return changes;
    });
  }

  private static void put(
      Handle handle, String feature, String kind, @Nullable String serve, Mark by) {
    handle.execute(
        "INSERT INTO feature_switch (feature, kind, serve, author, reason, at_ms)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        feature,
        kind,
        serve,
        by.author(),
        by.reason(),
        by.epochMillis());
  }

  private static void log(Handle handle, Change change) {
    handle.execute(
        "INSERT INTO feature_switch_log (feature, act, serve, author, reason, at_ms)"
            + " VALUES (?, ?, ?, ?, ?, ?)",
        change.feature(),
        change.act().text(),
        change.shares(),
        change.by().author(),
        change.by().reason(),
        change.by().epochMillis());
  }

  /// The newest first.
  List<Change> history(String feature, int most) {
    return database
        .read(handle ->
            handle
                .createQuery(
                    "SELECT feature, act, serve, author, reason, at_ms FROM feature_switch_log"
                        + " WHERE feature = :feature ORDER BY id DESC LIMIT :most")
                .bind("feature", feature)
                .bind("most", most)
                .mapTo(Logged.class)
                .list())
        .stream()
        .map(Logged::change)
        .toList();
  }
}
