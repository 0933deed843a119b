package dev.headgate.store;

import dev.headgate.base.Clock;
import dev.headgate.store.JournalConfig.Ack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a node notes before others may rely on it: entries of at most a megabyte, in memory-mapped
/// files that the operating system keeps when the process is killed. Appending takes no lock and
/// does no I/O. Positions are bytes since the first file ever made and only grow.
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long PATIENCE = 100; // ms that an appender waits for the next file

  private final Path directory;
  private final JournalConfig config;
  private final RandomGenerator salts;
  private final ConcurrentSkipListMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
  private final List<JournalReader> readers = new CopyOnWriteArrayList<>();
  private final Keeper keeper;
  private volatile Segment current;
  private volatile @Nullable Segment spare;
  private volatile boolean full;
  private boolean warned; // that there is no room

  private Journal(
      Path directory, JournalConfig config, Clock clock, RandomGenerator salts, long least)
      throws IOException {
    this.directory = directory;
    this.config = config;
    this.salts = salts;
    recover();
    long behind = segments.isEmpty() ? 0 : segments.lastEntry().getValue().next();
    long base = Math.max(behind, (least + 7) & -8);
    current = Segment.create(directory, base, config.segment(), salts.nextLong());
    segments.put(base, current);
    keeper = new Keeper(this, clock);
  }

  /// Opens the journal of a data directory, with all that earlier processes left in it. New
  /// positions are beyond `least`, also where its files are gone.
  public static Journal open(
      DataDirectory data, JournalConfig config, Clock clock, RandomGenerator salts, long least) {
    Path directory = data.path().resolve("journal");
    try {
      return new Journal(Files.createDirectories(directory), config, clock, salts, least);
    } catch (IOException refused) {
      throw DataDirectory.unusable("journal " + directory, refused);
    }
  }

  private void recover() throws IOException {
    try (var files = Files.list(directory)) {
      for (Path file : files.sorted().toList()) {
        Segment.recover(file)
            .ifPresentOrElse(
                found -> segments.put(found.base, found),
                () -> LOG.warn("{}: no file of the journal; left alone", file));
      }
    }
  }

  /// Appends an entry; the position behind it, or nothing where the journal is full.
  public OptionalLong append(byte[] entry) {
    if (entry.length == 0 || entry.length > Segment.LARGEST) {
      throw new IllegalArgumentException(
          "entry: " + entry.length + " bytes (expected: 1 to " + Segment.LARGEST + ")");
    }
    int size = Segment.frame(entry.length);
    while (true) {
      Segment here = current;
      long at = here.claim(size);
      if (at >= 0) {
        here.write(at, entry);
        wakeReaders();
        keeper.appended(config.ack() == Ack.FSYNC);
        return OptionalLong.of(here.base + at + size);
      }
      if (!hasAdvanced(here)) {
        return OptionalLong.empty();
      }
    }
  }

  private void wakeReaders() {
    for (JournalReader reader : readers) {
      reader.wake();
    }
  }

  /// Goes on to the next file, if it is there or comes at once.
  private synchronized boolean hasAdvanced(Segment from) {
    awaitSpare(from);
    full |= current == from && spare == null;
    Segment next = spare;
    if (current == from && next != null) {
      segments.put(next.base, next);
      current = next;
      spare = null; // last: the keeper makes the one behind `current` when it sees this
      keeper.wake();
    }
    return current != from;
  }

  private synchronized void awaitSpare(Segment from) {
    try {
      for (int i = 0; i < PATIENCE && current == from && spare == null && !full; i++) {
        keeper.wake();
        wait(1);
      }
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts a call", bug);
    }
  }

  boolean hasSpare() {
    return spare != null;
  }

  /// Whether new entries find no place: the disk is full, or what was appended is not stored yet
  /// and fills `max`.
  public boolean isFull() {
    return full;
  }

  /// Whether its files take half of `max`, so that whoever reads it should not dawdle.
  public boolean isHalfFull() {
    return 2L * segments.size() * config.segment() >= config.max();
  }

  /// The position of the oldest entry that is still here.
  public long first() {
    return segments.firstKey() + Segment.HEADER;
  }

  /// The position behind the newest entry.
  public long end() {
    Segment last = current;
    return last.base + last.claimed();
  }

  /// Reads entries from a position on, or from the oldest that is still here.
  public JournalReader reader(long from) {
    var reader = new JournalReader(this, from);
    readers.add(reader);
    return reader;
  }

  void forget(JournalReader reader) {
    readers.remove(reader);
  }

  /// The file that holds a position, or the first behind it.
  @Nullable Segment at(long position) {
    var holding = segments.floorEntry(position);
    if (holding != null && position < holding.getValue().next()) {
      return holding.getValue();
    }
    var later = segments.higherEntry(position);
    return later == null ? null : later.getValue();
  }

  Segment current() {
    return current;
  }

  /// Those that reach beyond a position.
  List<Segment> from(long position) {
    return segments.values().stream().filter(each -> each.next() > position).toList();
  }

  /// Makes the next file ahead of need; says whether it could.
  boolean makesSpare() {
    long used = segments.values().stream().mapToLong(each -> each.next() - each.base).sum();
    try {
      if (used + config.segment() > config.max()) {
        lacks("what waits to be stored has reached journal.max");
        return false;
      }
      provide(Segment.create(directory, current.next(), config.segment(), salts.nextLong()));
      return true;
    } catch (IOException refused) {
      lacks(refused.toString());
      return false;
    }
  }

  private synchronized void lacks(String why) {
    if (!warned) {
      warned = true;
      LOG.warn("The journal gets no new file: {}; once the present one is full so is it", why);
    }
    full |= current.isOver(current.claimed());
    notifyAll();
  }

  private synchronized void provide(Segment next) {
    spare = next;
    full = false;
    if (warned) {
      warned = false;
      LOG.info("The journal has room again");
    }
    notifyAll();
  }

  /// Deletes the files that every reader is done with.
  void deleteRead() throws IOException {
    long needed = readers.stream().mapToLong(JournalReader::needed).min().orElse(0);
    for (Segment each : segments.values()) {
      if (each != current && each.next() <= needed) {
        segments.remove(each.base);
        each.delete();
      }
    }
  }

  /// Forces everything to disk.
  @Override
  public void close() {
    keeper.close();
    segments.values().forEach(Segment::close);
    Segment unused = spare;
    if (unused != null) {
      try {
        unused.delete();
      } catch (IOException stays) {
        LOG.warn("{}: cannot be removed: {}", unused.file(), stays.toString());
      }
    }
  }
}
