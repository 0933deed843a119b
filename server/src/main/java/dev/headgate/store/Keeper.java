package dev.headgate.store;

import dev.headgate.base.Clock;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The journal's own thread: forces what was appended to disk every five milliseconds, makes files
/// ahead of need, deletes those that nobody reads any more.
final class Keeper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
  private static final long BEHIND = 5_000_000;
  private static final long RETRY = 1_000_000_000;

  private final Journal journal;
  private final Clock clock;
  private final AtomicLong asked = new AtomicLong(); // forcings that somebody waits for
  private volatile long done; // of these
  private volatile boolean dirty;
  private volatile boolean closed;
  private long retry; // when another file is tried for
  private long forced; // the position up to which all is on disk
  private final Thread thread = Thread.ofPlatform().name("journal").daemon().unstarted(this::run);

  Keeper(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
    retry = clock.nanos();
    forced = journal.end();
    thread.start();
  }

  /// Something was appended. With `wait`, returns once the disk has it.
  void appended(boolean wait) {
    if (wait) {
      long mine = asked.incrementAndGet();
      wake();
      await(mine);
    } else if (!dirty) {
      dirty = true;
      wake();
    }
  }

  private synchronized void await(long mine) {
    try {
      while (done < mine && !closed) {
        wait();
      }
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts a call", bug);
    }
  }

  void wake() {
    LockSupport.unpark(thread);
  }

  private void run() {
    while (!closed) {
      force();
      delete();
      allocate();
      rest();
    }
    force();
  }

  private void force() {
    long mine = asked.get();
    if (!dirty && done == mine) {
      return;
    }
    dirty = false;
    long end = journal.end();
    journal.from(forced).forEach(Segment::force);
    forced = end;
    finish(mine);
  }

  private synchronized void finish(long mine) {
    done = mine;
    notifyAll();
  }

  /// A full disk is not asked more than once a second.
  private void allocate() {
    if (!journal.hasSpare() && clock.nanos() - retry >= 0 && !journal.makesSpare()) {
      retry = clock.nanos() + RETRY;
    }
  }

  private void delete() {
    try {
      journal.deleteRead();
    } catch (IOException stays) {
      LOG.warn("A file of the journal cannot be removed: {}", stays.toString());
    }
  }

  private void rest() {
    if (asked.get() != done || closed) {
      return;
    }
    if (dirty) {
      LockSupport.parkNanos(this, BEHIND);
    } else if (journal.hasSpare()) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, RETRY);
    }
  }

  @Override
  public void close() {
    closed = true;
    wake();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    finish(Long.MAX_VALUE);
  }
}
