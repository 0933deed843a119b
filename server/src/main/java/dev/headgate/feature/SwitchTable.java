package dev.headgate.feature;

import dev.headgate.base.Mark;
import dev.headgate.feature.Change.Act;
import dev.headgate.feature.Switch.Served;
import dev.headgate.store.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;
import org.jspecify.annotations.Nullable;

/// Switches as they are kept: those in force, and every change that was ever made.
final class SwitchTable {
  private final Database database;

  SwitchTable(Database database) {
    this.database = database;
  }

  Map<String, Switch> load() {
    var switches = new HashMap<String, Switch>();
    database.read(handle ->
        handle
            .createQuery("SELECT feature, serve, author, reason, at_ms FROM feature_switch")
            .map(row -> add(row, switches))
            .list());
    return Map.copyOf(switches);
  }

  /// What has no shares is a kill.
  private static Switch add(RowView row, Map<String, Switch> switches) {
    String feature = row.getColumn("feature", String.class);
    String serve = row.getColumn("serve", String.class);
    Switch before = switches.getOrDefault(feature, Switch.NONE);
    Switch both =
        serve == null
            ? new Switch(before.served(), mark(row))
            : new Switch(new Served(Shares.parse(serve), mark(row)), before.kill());
    switches.put(feature, both);
    return both;
  }

  private static Mark mark(RowView row) {
    return new Mark(
        row.getColumn("author", String.class),
        row.getColumn("reason", String.class),
        row.getColumn("at_ms", Long.class));
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
        "INSERT INTO feature_switch_log (feature, number, act, serve, author, reason, at_ms)"
            + " SELECT ?, COALESCE(MAX(number), 0) + 1, ?, ?, ?, ?, ? FROM feature_switch_log"
            + " WHERE feature = ?",
        change.feature(),
        change.act().text(),
        change.shares(),
        change.by().author(),
        change.by().reason(),
        change.by().epochMillis(),
        change.feature());
  }

  /// The newest first.
  List<Change> history(String feature, int most) {
    return database.read(handle ->
        handle
            .createQuery(
                "SELECT feature, act, serve, author, reason, at_ms FROM feature_switch_log"
                    + " WHERE feature = :feature ORDER BY number DESC LIMIT :most")
            .bind("feature", feature)
            .bind("most", most)
            .map(SwitchTable::change)
            .list());
  }

  private static Change change(RowView row) {
    Act act = Act.of(row.getColumn("act", String.class), row.getColumn("serve", String.class));
    return new Change(row.getColumn("feature", String.class), act, mark(row));
  }
}
