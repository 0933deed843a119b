package dev.headgate.record;

import dev.headgate.base.Usage;
import dev.headgate.record.CallRecord.Ending;
import dev.headgate.record.CallRecord.Spend;
import dev.headgate.store.Journal;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes what a killed process left open: each call that began and has no end gets a record that
/// says so, as an entry like any other.
final class Crash {
  private static final Logger LOG = LoggerFactory.getLogger(Crash.class);

  private Crash() {}

  static void closeOpen(Journal journal, long from) {
    Collection<CallStart> open = openCalls(journal, from);
    for (CallStart start : open) {
      journal.append(Entries.bytes(crashed(start)));
    }
    if (!open.isEmpty()) {
      LOG.warn("{} calls were under way when the process was killed", open.size());
    }
  }

  private static Collection<CallStart> openCalls(Journal journal, long from) {
    var open = new OpenCalls();
    try (var reader = journal.reader(from)) {
      while (reader.next()) {
        switch (Entries.read(reader.entry())) {
          case Entries.Started(var start) -> open.started(start, reader.position());
          case Entries.Ended(var call) -> open.ended(call.id());
        }
      }
    }
    return open.starts();
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
