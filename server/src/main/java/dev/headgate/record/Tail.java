package dev.headgate.record;

import dev.headgate.store.Journal;
import dev.headgate.store.JournalReader;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows the calls that end to those who watch them, such as the log, on a thread of its own: what
/// is in the journal from now on, each once, in its order.
final class Tail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Tail.class);
  private static final long REST = 1_000_000_000;
  private static final long LINGER = 20_000_000; // so that a busy gate wakes it once for many calls

  private final JournalReader reader;
  private final List<Consumer<CallRecord>> observers;
  private final Thread thread = Thread.ofPlatform().name("call-tail").daemon().unstarted(this::run);
  private volatile boolean closed;
  private long shown; // the position up to which all has been

  Tail(Journal journal, List<Consumer<CallRecord>> observers) {
    reader = journal.reader(journal.end());
    this.observers = List.copyOf(observers);
    thread.start();
  }

  private void run() {
    boolean last;
    do {
      last = closed; // what is there by then is still shown
      while (reader.next()) {
        if (Entries.isEnd(reader.entry())) {
          show(reader.entry());
        }
        reader.release(reader.position());
      }
      shown(reader.position());
      if (!last) {
        reader.await(REST);
        LockSupport.parkNanos(this, LINGER);
      }
    } while (!last);
    reader.close();
  }

  private synchronized void shown(long position) {
    shown = position;
    notifyAll();
  }

  /// Waits until all before `position` has been shown.
  synchronized void awaitShown(long position) {
    try {
      while (shown < position && thread.isAlive()) {
        LockSupport.unpark(thread);
        wait(50);
      }
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts a call", bug);
    }
  }

  private void show(byte[] entry) {
    try {
      CallRecord call = Entries.end(entry);
      observers.forEach(each -> show(call, each));
    } catch (IllegalArgumentException unknown) {
      LOG.error("An entry of the journal cannot be shown: {}", unknown.getMessage());
    }
  }

  private static void show(CallRecord call, Consumer<CallRecord> observer) {
    try {
      observer.accept(call);
    } catch (RuntimeException bug) { // of one observer must not end the others
      LOG.error("A call could not be shown", bug);
    }
  }

  /// Shows all that has been noted, and stops.
  @Override
  public void close() {
    closed = true;
    reader.wake();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
