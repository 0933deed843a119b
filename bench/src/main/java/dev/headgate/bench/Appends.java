package dev.headgate.bench;

import dev.headgate.base.SystemClock;
import dev.headgate.record.Parts;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Journal;
import dev.headgate.store.JournalConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/// What appending to the journal takes the thread that does it, with the settings that a server
/// has, while the log's tail follows.
final class Appends {
  private static final long LONGEST = 10_000_000_000L;
  private static final long PACE = 100_000; // ns between the entries of a thread

  private final Path directory;
  private final Duration paced;
  private final int saturated; // entries of a thread

  Appends(Path directory, Duration paced, int saturated) {
    this.directory = directory;
    this.paced = paced;
    this.saturated = saturated;
  }

  /// How it is done: entries of so many bytes, by so many threads, 10,000 a second each or as fast
  /// as it goes.
  record Way(int bytes, int threads, boolean paced) {}

  /// What came of it: nanoseconds of each append, entries that found no place, CPU of the threads
  /// that appended and of the one that cares for the files.
  record Sample(Way way, Histogram nanos, long refused, double cpuMicros, double perSecond) {}

  List<Sample> all() {
    var samples = new ArrayList<Sample>();
    for (boolean paced : List.of(true, false)) {
      for (int threads : List.of(1, 2)) {
        for (int bytes : List.of(300, 500)) {
          samples.add(of(new Way(bytes, threads, paced)));
        }
      }
    }
    return samples;
  }

  private Sample of(Way way) {
    try (var data = DataDirectory.open(directory, "bench");
        var journal =
            Journal.open(data, JournalConfig.standard(), new SystemClock(), new Random(1), 0)) {
      return sample(way, journal);
    }
  }

  private Sample sample(Way way, Journal journal) {
    AutoCloseable tail = Parts.tail(journal);
    run(way, journal, 20_000);
    int count = way.paced ? (int) (paced.toNanos() / PACE) : saturated;
    Busy before = Busy.now();
    long start = System.nanoTime();
    List<Appender> appenders = run(way, journal, count);
    double seconds = (System.nanoTime() - start) / 1e9;
    long keeping = Busy.now().since(before).of("journal");
    var nanos = new Histogram(LONGEST, 3);
    appenders.forEach(each -> nanos.add(each.nanos));
    long refused = appenders.stream().mapToLong(each -> each.refused).sum();
    long cpu = keeping + appenders.stream().mapToLong(each -> each.cpu).sum();
    close(tail);
    double entries = (double) count * way.threads;
    return new Sample(way, nanos, refused, cpu / 1e3 / entries, entries / seconds);
  }

  private static void close(AutoCloseable tail) {
    try {
      tail.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Appender> run(Way way, Journal journal, int count) {
    List<Appender> appenders =
        IntStream.range(0, way.threads).mapToObj(_ -> new Appender(way, journal, count)).toList();
    appenders.forEach(Thread::start);
    for (Appender each : appenders) {
      try {
        each.join();
      } catch (InterruptedException stopped) {
        throw new Failed("interrupted");
      }
    }
    return appenders;
  }

  private static final class Appender extends Thread {
    final Histogram nanos = new Histogram(LONGEST, 3);
    private final Way way;
    private final Journal journal;
    private final int count;
    long refused;
    long cpu;

    Appender(Way way, Journal journal, int count) {
      super("appender");
      this.way = way;
      this.journal = journal;
      this.count = count;
    }

    @Override
    public void run() {
      byte[] entry = new byte[way.bytes];
      Arrays.fill(entry, (byte) 1); // an attempt's start, to whoever follows
      long due = System.nanoTime();
      for (int i = 0; i < count; i++) {
        if (way.paced) {
          due += PACE;
          Wait.until(due);
        }
        long before = System.nanoTime();
        boolean there = journal.append(entry).isPresent();
        nanos.recordValue(System.nanoTime() - before);
        refused += there ? 0 : 1;
      }
      cpu = Busy.ofThisThread();
    }
  }
}
