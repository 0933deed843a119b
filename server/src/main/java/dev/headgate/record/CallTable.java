package dev.headgate.record;

import dev.headgate.base.NanoUsd;
import dev.headgate.store.Rows;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.RowView;

/// How a day's calls stand in its database: what is searched for in columns, all of it packed, and
/// attempts as rows of their own where there is more to tell than that the only one succeeded. Ids
/// sort by time.
final class CallTable {
  /// One statement a step; a file says how many of them it has seen.
  static final List<String> SCHEMA =
      List.of(
          """
          CREATE TABLE call (
            id BLOB NOT NULL PRIMARY KEY,
            feature TEXT,
            variant TEXT,
            model TEXT,
            target TEXT,
            app_key TEXT,
            outcome TEXT NOT NULL,
            cause TEXT,
            duration_us BIGINT NOT NULL,
            cost_nano BIGINT,
            detail BLOB NOT NULL
          ) WITHOUT ROWID
          """,
          "CREATE INDEX call_by_feature ON call (feature, id)",
          "CREATE INDEX call_troubled ON call (outcome, id) WHERE outcome <> 'answered'",
          """
          CREATE TABLE attempt (
            call BLOB NOT NULL,
            n BIGINT NOT NULL,
            detail BLOB NOT NULL,
            PRIMARY KEY (call, n)
          ) WITHOUT ROWID
          """,
          "CREATE TABLE shipped (node TEXT NOT NULL PRIMARY KEY, position BIGINT NOT NULL)");

  private static final String INSERT_CALL =
      """
      INSERT INTO call (id, feature, variant, model, target, app_key, outcome, cause, duration_us,
        cost_nano, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """;
  private static final String INSERT_ATTEMPT =
      """
      INSERT INTO attempt (call, n, detail) VALUES (?, ?, ?) ON CONFLICT (call, n) DO NOTHING
      """;
  private static final String SHIPPED =
      """
      INSERT INTO shipped (node, position) VALUES (?, ?)
      ON CONFLICT (node) DO UPDATE SET position = excluded.position
      """;

  private static final long LATEST = (1L << 48) - 1; // that an id can name

  private CallTable() {}

  /// Adds calls, and that what stands before `position` in the node's journal is here.
  static void add(Handle handle, List<Entries.End> ends, String node, long position) {
    try (var calls = Rows.of(handle, INSERT_CALL);
        var attempts = Rows.of(handle, INSERT_ATTEMPT);
        var shipped = Rows.of(handle, SHIPPED)) {
      for (Entries.End end : ends) {
        byte[] key = key(end.call().id());
        add(end, key, calls);
        for (int i = 0; i < end.attempts().size(); i++) {
          int number = end.call().attempts().get(i).number();
          attempts.with(key).with(number).with(end.attempts().get(i)).row();
        }
      }
      shipped.with(node).with(position).row();
    }
  }

  private static void add(Entries.End end, byte[] key, Rows rows) {
    CallRecord call = end.call();
    var ending = call.ending();
    NanoUsd cost = call.spend().cost();
    rows.with(key)
        .with(call.asked().feature())
        .with(call.served().variant())
        .with(call.asked().model())
        .with(call.served().target())
        .with(call.asked().key())
        .with(ending.outcome().text())
        .with(ending.cause())
        .with(Math.round(ending.durationMillis() * 1_000))
        .with(cost == null ? null : Long.valueOf(cost.nanos()))
        .with(end.rest())
        .row();
  }

  static byte[] key(String id) {
    UUID uuid = UUID.fromString(id);
    return key(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }

  /// No call of this time or later has a lesser one.
  static byte[] leastKey(long epochMillis) {
    return key(Math.clamp(epochMillis, 0, LATEST) << 16, 0);
  }

  private static byte[] key(long high, long low) {
    return ByteBuffer.allocate(16).putLong(high).putLong(low).array();
  }

  /// Up to where the node's journal is here.
  static Optional<Long> shipped(Handle handle, String node) {
    return handle
        .createQuery("SELECT position FROM shipped WHERE node = ?")
        .bind(0, node)
        .mapTo(Long.class)
        .findOne();
  }

  /// The newest calls that a filter lets through, the newest first.
  static List<CallRecord> find(Handle handle, CallFilter filter, int limit) {
    var query =
        handle.createQuery(
            "SELECT detail FROM call" + filter.where() + " ORDER BY id DESC LIMIT :limit");
    filter.values().forEach(query::bind);
    List<CallRecord> calls =
        query.bind("limit", limit).mapTo(byte[].class).map(Entries::end).list();
    return withAttempts(handle, calls);
  }

  /// Calls of a range of ids, two of them at most.
  static List<CallRecord> find(Handle handle, IdRange range) {
    List<CallRecord> calls =
        handle
            .createQuery("SELECT detail FROM call WHERE id BETWEEN :from AND :to LIMIT 2")
            .bind("from", key(range.from()))
            .bind("to", key(range.to()))
            .mapTo(byte[].class)
            .map(Entries::end)
            .list();
    return withAttempts(handle, calls);
  }

  private static List<CallRecord> withAttempts(Handle handle, List<CallRecord> calls) {
    List<byte[]> others =
        calls.stream()
            .filter(call -> call.attempts().isEmpty())
            .map(call -> key(call.id()))
            .toList();
    if (others.isEmpty()) {
      return calls;
    }
    Map<String, List<AttemptRecord>> attempts = new HashMap<>();
    handle
        .createQuery("SELECT call, detail FROM attempt WHERE call IN (<ids>) ORDER BY call, n")
        .bindList("ids", others)
        .map((RowView row) ->
            Map.entry(
                id(row.getColumn("call", byte[].class)),
                Entries.attempt(row.getColumn("detail", byte[].class))))
        .forEach(row ->
            attempts.computeIfAbsent(row.getKey(), _ -> new ArrayList<>()).add(row.getValue()));
    return calls.stream()
        .map(call -> call.withAttempts(attempts.getOrDefault(call.id(), call.attempts())))
        .toList();
  }

  private static String id(byte[] key) {
    var bytes = ByteBuffer.wrap(key);
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }
}
