package dev.headgate.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.SystemClock;
import dev.headgate.record.UsageQuery.Dimension;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Desk;
import dev.headgate.store.JournalConfig;
import dev.headgate.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallStoreTest {
  private static final JournalConfig JOURNAL =
      new JournalConfig(JournalConfig.Ack.CACHE, 1L << 30, 1 << 20, JournalConfig.OnFull.PASS);
  private static final long DAY = 86_400_000;

  @TempDir private Path directory;
  private final List<CallRecord> seen = new CopyOnWriteArrayList<>();

  /// Today's last midnight.
  private final long midnight = System.currentTimeMillis() / DAY * DAY;

  /// An open store with its directory.
  private final class Opened implements AutoCloseable {
    final DataDirectory data = DataDirectory.open(directory, "node");
    final Desk desk = new Desk();
    final CallStore store =
        CallStore.open(
            data,
            desk,
            JOURNAL,
            RetentionConfig.standard(),
            new CallStore.Means(new SystemClock(), new Random(1), List.of(seen::add)));

    List<CallRecord> all() {
      store.flush();
      return store.calls(CallFilter.ALL, 100_000);
    }

    @Override
    public void close() {
      store.close();
      desk.close();
      data.close();
    }
  }

  @Test
  void whatEndedIsFoundAgainTheNewestFirst() {
    var calls = new RandomCalls(1);
    var made = new ArrayList<CallRecord>();
    try (var opened = new Opened()) {
      for (int i = 0; i < 500; i++) {
        made.add(calls.ended(midnight + (i - 250) * 10L));
        opened.store.records().ended(made.getLast());
      }
      assertThat(opened.all())
          .containsExactlyInAnyOrderElementsOf(made)
          .isSortedAccordingTo(Comparator.comparing(CallRecord::id).reversed());
    }
    assertThat(seen).as("by those who watch").containsExactlyElementsOf(made);
    try (var opened = new Opened()) {
      assertThat(opened.all()).containsExactlyInAnyOrderElementsOf(made);
    }
    assertThat(seen).as("once").hasSize(500);
  }

  @Test
  void pagesFollowEachOtherWithoutGapOrOverlap() {
    var calls = new RandomCalls(2);
    try (var opened = new Opened()) {
      for (int i = 0; i < 300; i++) {
        opened.store.records().ended(calls.ended(midnight + (i - 150) * 10L));
      }
      List<CallRecord> all = opened.all();
      var paged = new ArrayList<CallRecord>();
      var filter = CallFilter.ALL;
      for (List<CallRecord> page = opened.store.calls(filter, 37);
          !page.isEmpty();
          page = opened.store.calls(filter, 37)) {
        paged.addAll(page);
        filter = filter.before(page.getLast().id());
      }
      assertThat(paged).containsExactlyElementsOf(all);
    }
  }

  @Test
  void eachFilterLetsThroughWhatItSays() {
    var calls = new RandomCalls(3);
    try (var opened = new Opened()) {
      for (int i = 0; i < 400; i++) {
        opened.store.records().ended(calls.ended(midnight + i));
      }
      List<CallRecord> all = opened.all();
      var since = Instant.ofEpochMilli(midnight + 100);
      var until = Instant.ofEpochMilli(midnight + 200);
      var filter =
          new CallFilter(
              since, until, null, null, null, null, null, Outcome.CUT, null, 500.0, null);
      assertThat(opened.store.calls(filter, 1_000))
          .isNotEmpty()
          .containsExactlyElementsOf(
              all.stream()
                  .filter(call -> call.epochMillis() >= midnight + 100)
                  .filter(call -> call.epochMillis() < midnight + 200)
                  .filter(call -> call.ending().outcome() == Outcome.CUT)
                  .filter(call -> call.ending().durationMillis() >= 500)
                  .toList());
      var feature =
          new CallFilter(
              null, null, null, "'; DROP TABLE call; --", null, null, null, null, null, null, null);
      assertThat(opened.store.calls(feature, 1_000))
          .isNotEmpty()
          .allMatch(call -> "'; DROP TABLE call; --".equals(call.asked().feature()));
    }
  }

  @Test
  void aCallIsFoundByItsIdOrByTheBeginningOfIt() {
    var calls = new RandomCalls(4);
    CallRecord call = calls.ended(midnight + 5);
    try (var opened = new Opened()) {
      opened.store.records().ended(calls.ended(midnight - 1));
      opened.store.records().ended(call);
      opened.store.records().ended(calls.ended(midnight + 100_000_000));
      opened.store.flush();
      assertThat(opened.store.call(call.id())).hasValue(call);
      assertThat(opened.store.call(call.id().substring(0, 18))).hasValue(call);
      assertThat(opened.store.call(call.id().substring(0, 4))).isEmpty();
      assertThat(opened.store.call("nonsense")).isEmpty();
    }
  }

  @Test
  void aCallThatWasUnderWayWhenTheProcessDiedHasCrashed() throws Exception {
    var calls = new RandomCalls(5);
    CallStart start = calls.started(midnight + 1);
    CallRecord ended = calls.ended(midnight + 2);
    try (var opened = new Opened()) {
      opened.store.records().started(start);
      opened.store.records().started(start);
      opened.store.records().ended(ended);
    }
    try (var opened = new Opened()) {
      assertThat(opened.all()).hasSize(2).contains(ended);
      CallRecord crashed = opened.store.call(start.id()).orElseThrow();
      assertThat(crashed.ending().outcome()).isEqualTo(Outcome.CRASHED);
      assertThat(crashed.asked()).isEqualTo(start.asked());
      assertThat(crashed.spend().cost()).as("not known, which is not nothing").isNull();
      Await.until("those who watch", () -> seen.contains(crashed));
    }
    try (var opened = new Opened()) {
      assertThat(opened.all()).hasSize(2);
    }
  }

  /// As a process leaves it that dies when it has written the one file and not yet the other.
  @ParameterizedTest
  @ValueSource(strings = {"calls", "rollups"})
  void whereTheProcessDiesBetweenTwoFilesEachCallIsInBothOnce(String locked) throws Exception {
    var calls = new RandomCalls(6);
    try (var opened = new Opened()) {
      opened.store.records().ended(calls.ended(midnight));
      opened.store.flush();
    }
    try (var held = DriverManager.getConnection("jdbc:sqlite:" + onlyFile(locked));
        var statement = held.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try (var opened = new Opened()) {
        for (int i = 1; i <= 50; i++) {
          opened.store.records().ended(calls.ended(midnight + i));
        }
      } // gives up, for the file is held
    }
    try (var opened = new Opened()) {
      opened.store.records().ended(calls.ended(midnight + 60));
      assertThat(opened.all()).hasSize(52);
      assertThat(calls(opened)).isEqualTo(52);
    }
  }

  private Path onlyFile(String of) throws IOException {
    try (var files = Files.list(directory.resolve(of))) {
      return files.filter(each -> each.toString().endsWith(".db")).findFirst().orElseThrow();
    }
  }

  private long calls(Opened opened) {
    var query =
        new UsageQuery(
            Instant.ofEpochMilli(midnight - DAY),
            Instant.ofEpochMilli(midnight + DAY),
            List.of(Dimension.OUTCOME),
            Map.of());
    return opened.store.usage(query).stream().mapToLong(row -> row.totals().calls()).sum();
  }

  @Test
  void aJournalThatWasRemovedTakesNothingWithItThatComesLater() throws IOException {
    var calls = new RandomCalls(7);
    try (var opened = new Opened()) {
      opened.store.records().ended(calls.ended(midnight));
      opened.store.flush();
    }
    try (var files = Files.list(directory.resolve("journal"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (var opened = new Opened()) {
      opened.store.records().ended(calls.ended(midnight + 1));
      assertThat(opened.all()).hasSize(2);
      assertThat(calls(opened)).isEqualTo(2);
    }
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

  @Test
  void whatIsTooOldIsDropped() {
    var calls = new RandomCalls(8);
    try (var opened = new Opened()) {
      opened.store.records().ended(calls.ended(midnight));
      opened.store.flush();
    }
    long later = midnight + Duration.ofDays(31).toMillis();
    try (var data = DataDirectory.open(directory, "node");
        var desk = new Desk();
        var store =
            CallStore.open(
                data,
                desk,
                JOURNAL,
                RetentionConfig.standard(),
                new CallStore.Means(
                    new Later(new SystemClock(), Duration.ofDays(31)), new Random(1), List.of()))) {
      store.records().ended(calls.ended(later));
      store.flush();
      assertThat(store.calls(CallFilter.ALL, 10)).hasSize(1);
    }
  }
}
