package dev.headgate.record;

import dev.headgate.store.Journal;
import dev.headgate.store.JournalConfig.OnFull;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes calls in the node's journal. Where that is full they pass unrecorded, and are counted, or
/// are refused.
final class Recorder implements Records {
  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);

  private final Journal journal;
  private final OnFull onFull;
  private final AtomicLong unrecorded = new AtomicLong();

  /// Calls under way whose start is in the journal.
  private final Set<String> begun = ConcurrentHashMap.newKeySet();

  /// Calls whose start is in the journal and whose end found no place.
  private final ConcurrentLinkedQueue<Endless> endless = new ConcurrentLinkedQueue<>();

  /// A call whose end nobody should wait for: all that will ever be noted of it is in front of a
  /// position.
  record Endless(String id, long position) {}

  Recorder(Journal journal, OnFull onFull) {
    this.journal = journal;
    this.onFull = onFull;
  }

  @Override
  public boolean started(CallStart start) {
    boolean noted = journal.append(Entries.bytes(start)).isPresent();
    if (noted) {
      begun.add(start.id());
    }
    return noted || onFull == OnFull.PASS;
  }

  @Override
  public void ended(CallRecord call) {
    boolean noted = journal.append(Entries.bytes(call)).isPresent();
    boolean wasBegun = begun.remove(call.id());
    if (!noted) {
      if (wasBegun) {
        endless.add(new Endless(call.id(), journal.end()));
      }
      long lost = unrecorded.incrementAndGet();
      if (Long.bitCount(lost) == 1) { // 1, 2, 4, 8…: says so without flooding
        LOG.warn("The journal is full: {} calls have no record", lost);
      }
    }
  }

  /// Calls that have ended and have no record.
  long unrecorded() {
    return unrecorded.get();
  }

  /// Takes another call whose end will never come, of those that one who has come to a position of
  /// the journal may have seen begin; null where there is none.
  @Nullable Endless endless(long position) {
    Endless next = endless.peek();
    return next != null && next.position <= position ? endless.poll() : null;
  }
}
