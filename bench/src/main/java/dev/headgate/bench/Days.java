package dev.headgate.bench;

import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.SystemClock;
import dev.headgate.bench.Calls.Made;
import dev.headgate.record.CallStore;
import dev.headgate.record.RetentionConfig;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Desk;
import dev.headgate.store.JournalConfig;
import dev.headgate.telemetry.CallLog;
import dev.headgate.telemetry.Lines;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/// A store of calls as a server has it, filled with whole days.
final class Days implements AutoCloseable {
  private static final int TOGETHER = 100_000; // far less than the journal holds
  private static final int PORTION = 1_000_000;

  private final Path directory;
  private final DataDirectory data;
  private final Desk desk = new Desk();
  private final Lines lines = new Lines(OutputStream.nullOutputStream());
  private final CallStore store;

  /// Some calls stored one after another: how fast, and CPU by thread.
  record Portion(int calls, Duration took, Busy busy) {
    static final List<String> THREADS =
        List.of("journal", "call-ship", "store-write", "call-tail", "call-log");

    double perSecond() {
      return calls * 1e9 / took.toNanos();
    }

    /// CPU µs of a call on the threads that are behind it.
    double micros() {
      return THREADS.stream().mapToDouble(this::micros).sum();
    }

    double micros(String thread) {
      return busy.of(thread) / 1e3 / calls;
    }
  }

  /// The wall's time stands still, so that what is stored keeps its age.
  private record Standing(Clock clock, long epochMillis) implements Clock {
    @Override
    public long nanos() {
      return clock.nanos();
    }

    @Override
    public Registration at(long nanos, Runnable run) {
      return clock.at(nanos, run);
    }
  }

  Days(Path directory, LocalDate today) {
    this.directory = directory;
    data = DataDirectory.open(directory, "bench");
    var clock = new Standing(new SystemClock(), millis(today));
    var log = new CallLog(lines, false);
    store =
        CallStore.open(
            data,
            desk,
            JournalConfig.standard(),
            RetentionConfig.standard(),
            new CallStore.Means(clock, new Random(1), List.of(log)));
  }

  static long millis(LocalDate day) {
    return day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
  }

  CallStore store() {
    return store;
  }

  /// Fills a day with calls as fast as they can be stored.
  List<Portion> fill(LocalDate day, int count, Consumer<String> say) {
    var calls = new Calls(millis(day), count);
    var portions = new ArrayList<Portion>();
    for (int done = 0; done < count; done += PORTION) {
      var portion = portion(calls, done, Math.min(count, done + PORTION));
      portions.add(portion);
      say.accept(
          "%s: %,d of %,d calls, %,.0f/s, %.1f µs"
              .formatted(day, done + portion.calls, count, portion.perSecond(), portion.micros()));
    }
    return portions;
  }

  private Portion portion(Calls calls, int from, int to) {
    Busy before = Busy.now();
    long start = System.nanoTime();
    for (int i = from; i < to; i++) {
      note(calls.at(i));
      if ((i + 1) % TOGETHER == 0) {
        store.flush();
      }
    }
    store.flush();
    var took = Duration.ofNanos(System.nanoTime() - start);
    return new Portion(to - from, took, Busy.now().since(before));
  }

  /// So many calls a second, as a server has them.
  Portion paced(LocalDate day, int count, int perSecond) {
    var calls = new Calls(millis(day), count);
    Busy before = Busy.now();
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      Wait.until(start + i * 1_000_000_000L / perSecond);
      note(calls.at(i));
    }
    store.flush();
    var took = Duration.ofNanos(System.nanoTime() - start);
    return new Portion(count, took, Busy.now().since(before));
  }

  private void note(Made made) {
    store.records().started(made.start());
    store.records().ended(made.end());
  }

  /// Bytes of the file of a day, with its indexes and attempts.
  long bytes(LocalDate day) {
    try {
      return Files.size(directory.resolve("calls").resolve("calls-" + day + ".db"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    store.close();
    lines.close();
    desk.close();
    data.close();
  }
}
