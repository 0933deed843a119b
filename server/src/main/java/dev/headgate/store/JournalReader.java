package dev.headgate.store;

import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the journal's entries in their order, for one thread. Files are kept as long as a reader
/// needs them.
public final class JournalReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JournalReader.class);
  private static final long GLANCE = 50_000;

  /// How often an entry is looked for that was begun and not finished: for about a second.
  private static final int GLANCES = 20_000;

  private final Journal journal;
  private volatile long needed;
  private volatile @Nullable Thread waiting;
  private @Nullable Segment segment;
  private long at; // in the segment
  private byte @Nullable [] entry;

  JournalReader(Journal journal, long from) {
    this.journal = journal;
    needed = from;
    enter(journal.at(from), from);
  }

  private void enter(@Nullable Segment next, long position) {
    segment = next;
    at = next == null ? 0 : Math.max(Segment.HEADER, position - next.base);
  }

  /// Goes to the next entry; says whether there is one by now.
  public boolean next() {
    entry = null;
    while (segment != null && entry == null) {
      Segment here = segment;
      byte[] found = here.read(at);
      if (found != null) {
        entry = found;
        at += Segment.frame(found.length);
      } else if (here.isOver(at)) {
        Segment later = journal.at(here.next());
        if (later == null) {
          return false;
        }
        enter(later, later.base);
      } else if (at >= here.claimed() || !skipped(here)) {
        return false;
      }
    }
    return entry != null;
  }

  /// Passes over what is no entry: one that was begun and never finished, or bytes that something
  /// else wrote.
  private boolean skipped(Segment here) {
    for (int i = 0; here.isLive() && i < GLANCES; i++) {
      if (here.read(at) != null) {
        return true;
      }
      LockSupport.parkNanos(this, GLANCE);
    }
    long next = here.resync(at);
    if (!here.isBlank(at, next)) {
      LOG.warn("{}: {} bytes at {} cannot be read; skipped", here.file(), next - at, at);
    }
    at = next;
    return true;
  }

  /// The entry at hand.
  public byte[] entry() {
    return Objects.requireNonNull(entry, "no entry");
  }

  /// The position behind the entry at hand.
  public long position() {
    return segment == null ? needed : segment.base + at;
  }

  /// Waits until more may be there, or the time is over.
  public void await(long nanos) {
    waiting = Thread.currentThread();
    Segment here = segment;
    boolean more =
        here != null && (at < here.claimed() || (here.isOver(at) && here != journal.current()));
    if (!more) {
      LockSupport.parkNanos(this, nanos);
    }
    waiting = null;
  }

  /// Ends a wait.
  public void wake() {
    Thread asleep = waiting;
    if (asleep != null) {
      LockSupport.unpark(asleep);
    }
  }

  /// What stands before this position is not needed any more.
  public void release(long position) {
    needed = position;
  }

  long needed() {
    return needed;
  }

  @Override
  public void close() {
    journal.forget(this);
  }
}
