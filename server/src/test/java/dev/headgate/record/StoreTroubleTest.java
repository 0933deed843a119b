package dev.headgate.record;

import static dev.headgate.record.OpenedStore.DAY;
import static dev.headgate.record.OpenedStore.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.Decision;
import dev.headgate.base.Request;
import dev.headgate.base.SystemClock;
import dev.headgate.http.Routes;
import dev.headgate.store.DataDirectory;
import dev.headgate.store.Journal;
import dev.headgate.store.JournalConfig;
import dev.headgate.store.JournalConfig.OnFull;
import dev.headgate.store.StoreException;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.FakeClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Files that are full, damaged, foreign or away: nothing that was noted is lost, nothing is there
/// twice, and calls go on.
@Timeout(60)
class StoreTroubleTest {
  @TempDir private Path directory;
  private final RandomCalls calls = new RandomCalls(9);

  private Path day(long epochMillis) {
    return directory.resolve("calls/calls-" + Shipper.day(epochMillis) + ".db");
  }

  private Path month() {
    return directory.resolve("rollups/rollups-" + Rollups.month(MIDNIGHT) + ".db");
  }

  private static void execute(Path file, String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /// From now on nothing can be added to a day, as on a full disk.
  private static void fill(Path day) throws SQLException {
    execute(
        day,
        "CREATE TRIGGER no_room BEFORE INSERT ON call BEGIN SELECT RAISE(ABORT, 'disk full'); END");
  }

  private static void makeRoom(Path day) throws SQLException {
    execute(day, "DROP TRIGGER no_room");
  }

  private void noteOne(long epochMillis) {
    try (var opened = OpenedStore.in(directory)) {
      opened.note(calls.ended(epochMillis));
    }
  }

  @Test
  void whatFindsNoRoomWaitsInTheJournal() throws Exception {
    noteOne(MIDNIGHT);
    fill(day(MIDNIGHT));
    try (var opened = OpenedStore.in(directory)) {
      for (int i = 1; i <= 100; i++) {
        opened.note(calls.ended(MIDNIGHT + i));
      }
      assertThat(opened.all()).hasSize(1);
      assertThat(opened.store.unrecorded()).isZero();
      makeRoom(day(MIDNIGHT));
      Await.until("they are stored", () -> opened.summedUp() == 101);
      assertThat(opened.all()).hasSize(101);
    }
  }

  /// Time stands still, so that nobody who waits for it to pass ever goes on.
  @Test
  void whoAsksWhileNothingCanBeStoredIsAnsweredAtOnceWithWhatIsThere() throws Exception {
    var clock = new FakeClock();
    long now = clock.epochMillis();
    try (var opened = OpenedStore.at(clock, directory)) {
      opened.note(calls.ended(now));
    }
    fill(day(now));
    try (var opened = OpenedStore.at(clock, directory)) {
      opened.note(calls.ended(now));
      var routes = new Routes(new CallRoutes(opened.store, clock).routes());
      for (int i = 0; i < 3; i++) {
        for (String path : List.of("/admin/v1/calls", "/admin/v1/usage?since=30d")) {
          var request = new Request("GET", path, List.of(), new byte[0]);
          assertThat(routes.answer(request)).isInstanceOf(Decision.Yes.class);
        }
        opened.note(calls.ended(now));
      }
      assertThat(opened.all()).hasSize(1);
    }
  }

  @Test
  void whatIsStoredAtTheEndDoesNotOvertakeWhatCouldNotBe() throws Exception {
    noteOne(MIDNIGHT - DAY);
    fill(day(MIDNIGHT - DAY));
    try (var opened = OpenedStore.in(directory)) {
      for (int i = 1; i <= 2_000; i++) { // a batch, and some more
        opened.note(calls.ended(MIDNIGHT - DAY + i));
      }
      for (int i = 1; i <= 10; i++) {
        opened.store.records().started(calls.started(MIDNIGHT + i));
        opened.note(calls.ended(MIDNIGHT + i));
      }
    }
    makeRoom(day(MIDNIGHT - DAY));
    try (var opened = OpenedStore.in(directory)) {
      assertThat(opened.all()).hasSize(2_021); // ten of them crashed
      assertThat(opened.summedUp()).isEqualTo(2_021);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aDamagedFileIsSetAsideAndCallsGoOn(boolean ofCalls) throws Exception {
    noteOne(MIDNIGHT);
    Path file = ofCalls ? day(MIDNIGHT) : month();
    Files.writeString(file, "no database".repeat(1_000));
    try (var opened = OpenedStore.in(directory)) {
      opened.note(calls.ended(MIDNIGHT + 1));
      assertThat(opened.all()).as("the journal still has the first").hasSize(2);
      assertThat(opened.summedUp()).isEqualTo(2);
    }
    assertThat(file.resolveSibling(file.getFileName() + ".damaged")).exists();
    noteOne(MIDNIGHT + 2);
    try (var opened = OpenedStore.in(directory)) {
      assertThat(opened.all()).hasSize(3);
      assertThat(opened.summedUp()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatIsDamagedWhileItIsOpenIsSetAsideToo(boolean ofCalls) throws Exception {
    Path file = ofCalls ? day(MIDNIGHT) : month();
    try (var opened = OpenedStore.in(directory)) {
      for (int i = 0; i < 2_000; i++) {
        opened.note(calls.ended(MIDNIGHT + i));
      }
      opened.store.flush();
      execute(file, "PRAGMA wal_checkpoint(TRUNCATE)");
      byte[] bytes = Files.readAllBytes(file);
      java.util.Arrays.fill(bytes, 4_096, bytes.length, (byte) 0x5a);
      Files.write(file, bytes);
      CallRecord last = calls.ended(MIDNIGHT + 3_000);
      Await.until(
          "another takes its place",
          () -> {
            opened.note(calls.ended(MIDNIGHT + 2_500));
            return Files.exists(file.resolveSibling(file.getFileName() + ".damaged"));
          });
      opened.note(last);
      Await.until("it is stored", () -> opened.all().contains(last));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNewerFileIsRefusedByName(boolean ofCalls) throws Exception {
    noteOne(MIDNIGHT);
    Path file = ofCalls ? day(MIDNIGHT) : month();
    execute(file, "PRAGMA user_version = 99");
    assertThatThrownBy(() -> OpenedStore.in(directory))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file + ": its schema is version 99, this headgate knows");
    execute(file, "PRAGMA user_version = 5");
  }

  @Test
  void whatALaterHeadgateNotedIsRefusedAndNotSkipped() throws IOException {
    note(new byte[] {2, 2, 1});
    assertThatThrownBy(() -> OpenedStore.in(directory))
        .isInstanceOf(StoreException.class)
        .hasMessage(
            "journal: an entry of form 2, this headgate knows 1"
                + " (expected: the headgate that wrote it, or a newer one)");
  }

  @Test
  void whatCannotBeReadIsSkipped() throws IOException {
    note(new byte[] {1, 2, 0x7f});
    CallRecord call = calls.ended(MIDNIGHT);
    try (var opened = OpenedStore.in(directory)) {
      opened.note(call);
      assertThat(opened.all()).containsExactly(call);
    }
  }

  private void note(byte[] entry) {
    try (var data = DataDirectory.open(directory, "node");
        var journal =
            Journal.open(data, JournalConfig.standard(), new SystemClock(), new Random(1), 0)) {
      journal.append(entry);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aFullJournalPassesOrRefusesCallsAndHasRoomAgain(OnFull onFull) throws Exception {
    noteOne(MIDNIGHT);
    fill(day(MIDNIGHT));
    List<CallRecord> seen = new CopyOnWriteArrayList<>();
    int made = 0;
    try (var opened = OpenedStore.withLittleRoom(directory, onFull, seen::add)) {
      while (opened.store.unrecorded() < 100) {
        opened.note(calls.ended(MIDNIGHT + ++made));
      }
      CallStart start = calls.started(MIDNIGHT);
      assertThat(opened.store.records().started(start)).isEqualTo(onFull == OnFull.PASS);
      makeRoom(day(MIDNIGHT));
      Await.until("there is room again", () -> haveRoom(opened, 1));
    }
    try (var opened = OpenedStore.in(directory)) {
      assertThat(opened.all()).containsAll(seen);
      assertThat(opened.summedUp()).isEqualTo(opened.all().size());
    }
    assertThat(seen).as("those that have a record").hasSizeGreaterThan(made - 200);
  }

  /// Else the journal would be kept from the start of that call on, for good.
  @Test
  void aCallWhoseEndFoundNoPlaceIsNotWaitedFor() throws Exception {
    noteOne(MIDNIGHT);
    fill(day(MIDNIGHT));
    CallRecord call = calls.ended(MIDNIGHT);
    try (var opened = OpenedStore.withLittleRoom(directory, OnFull.REFUSE, _ -> {})) {
      for (int i = 0; i < 2_500; i++) { // more than one batch, so that its start is not read yet
        opened.note(calls.ended(MIDNIGHT));
      }
      Records records = opened.store.records();
      records.started(
          new CallStart(
              call.id(),
              MIDNIGHT,
              call.trace(),
              call.asked(),
              call.served(),
              1,
              "openai/gpt-6-luna"));
      while (opened.store.unrecorded() < 10) {
        opened.note(calls.ended(MIDNIGHT));
      }
      opened.note(call);
      makeRoom(day(MIDNIGHT));
      Await.until("more than the journal holds has room", () -> haveRoom(opened, 10_000));
    }
  }

  private boolean haveRoom(OpenedStore opened, int count) {
    long before = opened.store.unrecorded();
    for (int i = 0; i < count; i++) {
      opened.note(calls.ended(MIDNIGHT));
      if (i % 1_000 == 0) {
        opened.store.flush();
      }
    }
    return opened.store.unrecorded() == before;
  }

  @Test
  void nothingIsLostWhereTheClockGoesBackOverMidnight() {
    var made = new ArrayList<CallRecord>();
    try (var opened = OpenedStore.in(directory)) {
      for (long ago : new long[] {0, DAY / 2, 10, DAY, 5, DAY / 3}) {
        for (int i = 0; i < 50; i++) {
          made.add(calls.ended(MIDNIGHT + i - ago));
          opened.note(made.getLast());
        }
      }
      assertThat(opened.all()).containsExactlyInAnyOrderElementsOf(made);
      assertThat(opened.summedUp()).isEqualTo(made.size());
    }
  }

  /// Of the days' files sixteen are open: others are closed while somebody may use them.
  @Test
  void manyDaysAreSearchedWhileCallsAreStored() throws Exception {
    try (var opened = OpenedStore.in(directory)) {
      for (int day = 0; day < 29; day++) {
        opened.note(calls.ended(MIDNIGHT - day * DAY));
      }
      opened.store.flush();
      var over = new AtomicBoolean();
      try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
          all.add(
              readers.submit(() -> {
                while (!over.get()) {
                  assertThat(opened.store.calls(CallFilter.ALL, 10_000)).hasSizeGreaterThan(28);
                }
              }));
        }
        for (int i = 1; i <= 60; i++) {
          opened.note(calls.ended(MIDNIGHT - i % 29 * DAY + i));
          opened.store.flush();
        }
        over.set(true);
        for (Future<?> each : all) {
          each.get();
        }
      }
      assertThat(opened.all()).hasSize(89);
    }
  }
}
