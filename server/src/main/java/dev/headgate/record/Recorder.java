package dev.headgate.record;

import dev.headgate.store.Journal;
import dev.headgate.store.JournalConfig.OnFull;
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

  /// Calls whose end found no place: nobody should wait for it.
  private final ConcurrentLinkedQueue<String> endless = new ConcurrentLinkedQueue<>();

  Recorder(Journal journal, OnFull onFull) {
    this.journal = journal;
    this.onFull = onFull;
  }

  @Override
  public boolean started(CallStart start) {
    return journal.append(Entries.bytes(start)).isPresent() || onFull == OnFull.PASS;
  }

  @Override
  public void ended(CallRecord call) {
    if (journal.append(Entries.bytes(call)).isEmpty()) {
      if (!call.attempts().isEmpty()) {
        endless.add(call.id());
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

  /// Another call whose end will never come, if there is one.
  @Nullable String endless() {
    return endless.poll();
  }
}
