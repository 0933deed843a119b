package dev.headgate.record;

import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.SystemClock;
import dev.headgate.record.UsageQuery.Dimension;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Desk;
import dev.headgate.store.JournalConfig;
import dev.headgate.store.JournalConfig.Ack;
import dev.headgate.store.JournalConfig.OnFull;
import dev.headgate.testkit.FakeClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/// An open store of calls with its directory.
final class OpenedStore implements AutoCloseable {
  static final long DAY = 86_400_000;

  /// Today's last midnight.
  static final long MIDNIGHT = System.currentTimeMillis() / DAY * DAY;

  private static final JournalConfig JOURNAL =
      new JournalConfig(Ack.CACHE, 1L << 30, 1 << 20, OnFull.PASS);

  private final DataDirectory data;
  private final Desk desk = new Desk();
  final CallStore store;

  OpenedStore(Path directory, JournalConfig journal, Clock clock, Consumer<CallRecord> watching) {
    data = DataDirectory.open(directory, "node");
    boolean whole = false;
    try {
      var means = new CallStore.Means(clock, new Random(1), List.of(watching));
      store = CallStore.open(data, desk, journal, RetentionConfig.standard(), means);
      whole = true;
    } finally {
      if (!whole) {
        desk.close();
        data.close();
      }
    }
  }

  static OpenedStore in(Path directory) {
    return new OpenedStore(directory, JOURNAL, new SystemClock(), _ -> {});
  }

  static OpenedStore in(Path directory, Consumer<CallRecord> watching) {
    return new OpenedStore(directory, JOURNAL, new SystemClock(), watching);
  }

  /// Whose journal holds four megabytes at most.
  static OpenedStore withLittleRoom(Path directory, OnFull onFull, Consumer<CallRecord> watching) {
    var journal = new JournalConfig(Ack.CACHE, 4 << 20, 1 << 20, onFull);
    return new OpenedStore(directory, journal, new SystemClock(), watching);
  }

  static OpenedStore at(Clock clock, Path directory) {
    return new OpenedStore(directory, JOURNAL, clock, _ -> {});
  }

  /// Whose clock stands.
  static OpenedStore atRest(Path directory) {
    return new OpenedStore(directory, JOURNAL, new FakeClock(), _ -> {});
  }

  static OpenedStore later(Path directory, Duration by, Consumer<CallRecord> watching) {
    return new OpenedStore(directory, JOURNAL, new Later(new SystemClock(), by), watching);
  }

  /// A clock whose wall time is ahead.
  private record Later(Clock clock, Duration by) implements Clock {
    @Override
    public long nanos() {
      return clock.nanos();
    }

    @Override
    public long epochMillis() {
      return clock.epochMillis() + by.toMillis();
    }

    @Override
    public Registration at(long nanos, Runnable run) {
      return clock.at(nanos, run);
    }
  }

  void note(CallRecord call) {
    store.records().ended(call);
  }

  List<CallRecord> all() {
    store.flush();
    return store.calls(CallFilter.ALL, 100_000);
  }

  /// How many calls of yesterday, today and tomorrow are in the sums.
  long summedUp() {
    return summedUp(MIDNIGHT);
  }

  /// How many calls of the days before and after a midnight are in the sums.
  long summedUp(long midnight) {
    store.flush();
    var query =
        new UsageQuery(
            Instant.ofEpochMilli(midnight - DAY),
            Instant.ofEpochMilli(midnight + DAY),
            List.of(Dimension.OUTCOME),
            Map.of());
    return store.usage(query).stream().mapToLong(row -> row.totals().calls()).sum();
  }

  @Override
  public void close() {
    store.close();
    desk.close();
    data.close();
  }
}
