package dev.headgate.record;

import dev.headgate.base.Clock;
import dev.headgate.record.Recorder.Endless;
import dev.headgate.store.DatedFiles;
import dev.headgate.store.Journal;
import dev.headgate.store.JournalReader;
import dev.headgate.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings what has ended from the journal into the databases, on a thread of its own. Each file
/// says itself up to where the journal is in it, so each call is there once, whatever is killed
/// when. While a database cannot be written the journal grows.
final class Shipper implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Shipper.class);
  private static final int TOGETHER = 2_000;
  private static final long LINGER = 200_000_000; // so that many calls are one transaction
  private static final long REST = 1_000_000_000;
  private static final long SUMS = 5_000_000_000L; // between two writings of them
  private static final long HOUR = 3_600_000_000_000L;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd").withZone(ZoneOffset.UTC);

  /// A call and the position behind its entry.
  private record Ended(Entries.End end, long position) {
    CallRecord call() {
      return end.call();
    }
  }

  private final CallFiles files;
  private final DatedFiles days;
  private final Rollups rollups;
  private final RetentionConfig retention;
  private final Recorder recorder;
  private final String node;
  private final Clock clock;
  private final Journal journal;
  private final JournalReader reader;
  private final OpenCalls open = new OpenCalls();
  private final Map<String, Long> positions = new HashMap<>(); // by day
  private final Thread thread = Thread.ofPlatform().name("call-ship").daemon().unstarted(this::run);
  private volatile boolean closed;
  private volatile long wanted; // up to which somebody waits for all to be stored
  private long nextDrop;
  private long nextSums;
  private volatile boolean failing;
  private volatile long shipped; // the position up to which all is stored
  private volatile long settled; // up to which nobody needs the journal

  /// `settled` is up to where nobody needs the journal.
  Shipper(CallFiles files, long settled, Journal journal, Recorder recorder, Clock clock) {
    this.files = files;
    days = files.days();
    retention = files.retention();
    node = files.node();
    rollups = new Rollups(files.months(), node);
    this.journal = journal;
    this.recorder = recorder;
    this.clock = clock;
    this.settled = Math.max(settled, journal.first());
    shipped = this.settled;
    reader = journal.reader(this.settled);
    nextDrop = clock.nanos();
    nextSums = nextDrop;
  }

  void start() {
    thread.start();
  }

  private void run() {
    boolean more = true;
    while (more) {
      boolean last = closed;
      List<Ended> batch = batch();
      if (!isStored(batch)) {
        break; // closed; what comes later must not be stored before it
      }
      dropOld();
      announce();
      if (batch.isEmpty() && !last) {
        reader.await(REST);
        linger();
      }
      more = !batch.isEmpty() || !last;
    }
    reader.close();
  }

  private void linger() {
    if (wanted <= shipped && !closed) {
      LockSupport.parkNanos(this, LINGER);
    }
  }

  private List<Ended> batch() {
    var batch = new ArrayList<Ended>();
    long before = reader.position();
    while (batch.size() < TOGETHER && reader.next()) {
      read(before, batch);
      before = reader.position();
    }
    forgetEndless();
    return batch;
  }

  private void forgetEndless() {
    Endless next = recorder.endless(reader.position());
    while (next != null) {
      open.ended(UUID.fromString(next.id()));
      next = recorder.endless(reader.position());
    }
  }

  private void read(long before, List<Ended> batch) {
    try {
      byte[] entry = reader.entry();
      open.read(entry, before);
      if (Entries.isEnd(entry)) {
        batch.add(new Ended(Entries.parts(entry), reader.position()));
      }
    } catch (IllegalArgumentException unknown) {
      LOG.error("An entry of the journal cannot be read and is skipped: {}", unknown.getMessage());
    }
  }

  /// Tries until it succeeds, for nothing that was acknowledged may be lost, or until closed.
  private boolean isStored(List<Ended> batch) {
    while (!tried(batch)) {
      if (closed) {
        return false;
      }
      dropOld(); // which may be what there is no room for
      LockSupport.parkNanos(this, REST);
    }
    if (failing) {
      failing = false;
      LOG.info("Calls are stored again");
    }
    return true;
  }

  private boolean tried(List<Ended> batch) {
    try {
      store(batch);
      return true;
    } catch (StoreException.Damaged damaged) {
      replace(damaged);
    } catch (StoreException refused) {
      failed(String.valueOf(refused.getMessage()), null);
    } catch (RuntimeException bug) {
      failed(bug.toString(), bug);
    }
    return false;
  }

  private void replace(StoreException.Damaged damaged) {
    try {
      files.setAside(damaged);
      rollups.writeAll();
    } catch (StoreException stays) {
      failed(String.valueOf(stays.getMessage()), null);
    }
  }

  private void failed(String why, @Nullable RuntimeException bug) {
    if (!failing) {
      failing = true;
      LOG.warn("Calls cannot be stored and wait in the journal: {}", why, bug);
    }
  }

  private void store(List<Ended> batch) {
    Map<Long, List<Ended>> byDay = new TreeMap<>();
    for (Ended ended : batch) {
      long day = Math.floorDiv(ended.call().epochMillis(), CallFiles.DAY);
      byDay.computeIfAbsent(day, _ -> new ArrayList<>()).add(ended);
    }
    String oldest = day(before(retention.calls()));
    for (List<Ended> some : byDay.values()) {
      String day = day(some.getFirst().call().epochMillis());
      if (day.compareTo(oldest) >= 0) {
        store(day, some);
      } else {
        LOG.warn("{} calls of {} are older than calls are kept, and are not", some.size(), day);
      }
    }
    batch.forEach(ended -> rollups.add(ended.call(), ended.position));
    sumUp(batch.isEmpty());
  }

  /// Cells are large, and most of those at hand change with every batch: so they are written after
  /// several, or when somebody waits. Until then the journal has what is in them.
  private void sumUp(boolean isIdle) {
    long position = reader.position();
    boolean due = clock.nanos() - nextSums >= 0 || rollups.areMany() || journal.isHalfFull();
    boolean asked = wanted > shipped && wanted <= position;
    if (rollups.haveChanged() && (due || asked || (closed && isIdle))) {
      rollups.flush(position, settled);
      nextSums = clock.nanos() + SUMS;
    }
    if (!rollups.haveChanged()) {
      shipped = position;
    }
  }

  private void store(String day, List<Ended> some) {
    long known = position(day);
    List<Entries.End> ends =
        some.stream().filter(ended -> ended.position > known).map(Ended::end).toList();
    if (ends.isEmpty()) {
      return;
    }
    long position = some.getLast().position;
    days.at(day)
        .write(handle -> {
          CallTable.add(handle, ends, node, position);
          return position;
        });
    positions.put(day, position);
  }

  private long position(String day) {
    return positions.computeIfAbsent(
        day,
        _ ->
            days.find(day)
                .flatMap(file -> file.read(handle -> CallTable.shipped(handle, node)))
                .orElse(0L));
  }

  static String day(long epochMillis) {
    return DAY.format(Instant.ofEpochMilli(epochMillis));
  }

  private void dropOld() {
    if (clock.nanos() - nextDrop < 0) {
      return;
    }
    nextDrop = clock.nanos() + HOUR;
    try {
      drop(days, day(before(retention.calls())));
      drop(files.months(), Rollups.month(before(retention.rollups())));
    } catch (StoreException stays) {
      LOG.warn("What is too old cannot be removed: {}", stays.getMessage());
    }
  }

  private long before(Duration kept) {
    return clock.epochMillis() - kept.toMillis();
  }

  private void drop(DatedFiles old, String before) {
    List<String> gone = old.drop(before);
    positions.keySet().removeAll(gone);
    if (!gone.isEmpty()) {
      LOG.info("Dropped {} of before {}", gone, before);
    }
  }

  /// Lets go of the journal, and of those who wait for all to be stored.
  private void announce() {
    settled = open.first(shipped);
    reader.release(settled);
    synchronized (this) {
      notifyAll();
    }
  }

  /// Waits until all before `position` is stored, for ten seconds at most, and not while nothing
  /// can be stored.
  void awaitStored(long position) {
    long until = clock.nanos() + 10 * REST;
    synchronized (this) {
      wanted = Math.max(wanted, position);
      reader.wake();
      LockSupport.unpark(thread);
      try {
        while (shipped < position && !failing && clock.nanos() - until < 0 && thread.isAlive()) {
          wait(50);
        }
      } catch (InterruptedException bug) {
        throw new IllegalStateException("nobody interrupts a call", bug);
      }
    }
  }

  /// Stores all that has been noted, and stops.
  @Override
  public void close() {
    closed = true;
    reader.wake();
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
