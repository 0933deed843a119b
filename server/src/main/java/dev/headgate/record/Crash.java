package dev.headgate.record;

import dev.headgate.base.Usage;
import dev.headgate.record.CallRecord.Ending;
import dev.headgate.record.CallRecord.Spend;
import dev.headgate.store.Journal;
import dev.headgate.store.JournalReader;
import dev.headgate.store.StoreException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a killed process left open: each call that began and has no end gets a record that says so,
/// as an entry like any other.
final class Crash {
  private static final Logger LOG = LoggerFactory.getLogger(Crash.class);

  private Crash() {}

  /// The records of those that are open behind a position. Throws `StoreException` where a later
  /// headgate noted any.
  static List<CallRecord> found(Journal journal, long from) {
    var open = new OpenCalls();
    try (var reader = journal.reader(from)) {
      while (reader.next()) {
        read(reader, open);
      }
    }
    List<CallRecord> crashed = open.starts().map(Crash::crashed).toList();
    if (!crashed.isEmpty()) {
      LOG.warn("{} calls were under way when the process was killed", crashed.size());
    }
    return crashed;
  }

  private static void read(JournalReader reader, OpenCalls open) {
    try {
      open.read(reader.entry(), reader.position());
    } catch (Entries.Newer later) {
      throw new StoreException(
          "%s (expected: the headgate that wrote it, or a newer one)".formatted(later.getMessage()),
          later);
    } catch (IllegalArgumentException unknown) {
      // said by the shipper, which reads it too
    }
  }

  /// What its attempts used is not known, and so not what they cost.
  private static CallRecord crashed(CallStart start) {
    return new CallRecord(
        start.id(),
        start.epochMillis(),
        start.trace(),
        start.asked(),
        start.served(),
        new Ending(Outcome.CRASHED, "crash", 0, null, 0, null, null),
        new Spend(Usage.NONE, null, null),
        List.of());
  }
}
