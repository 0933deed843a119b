package dev.headgate.record;

import static dev.headgate.record.OpenedStore.MIDNIGHT;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.YearMonth;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The store that keeps calls in files of its own, a day or a month each.
class SqliteStoreTest extends CallStoreContract {
  /// A month's first midnight, the next one's.
  private static final long EDGE =
      YearMonth.now(UTC).plusMonths(1).atDay(1).atStartOfDay(UTC).toInstant().toEpochMilli();

  @TempDir private Path directory;

  @Override
  OpenedStore opened(Duration later, Consumer<CallRecord> watching) {
    return OpenedStore.later(directory, later, watching);
  }

  /// As a process leaves it that dies when it has written the one file and not yet the other.
  @ParameterizedTest
  @ValueSource(strings = {"calls", "rollups"})
  void whereTheProcessDiesBetweenTwoFilesEachCallIsInBothOnce(String locked) throws Exception {
    var calls = new RandomCalls(6);
    try (var opened = opened()) {
      opened.note(calls.ended(MIDNIGHT));
      opened.store.flush();
    }
    try (var held = DriverManager.getConnection("jdbc:sqlite:" + onlyFile(locked));
        var statement = held.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try (var opened = opened()) {
        for (int i = 1; i <= 50; i++) {
          opened.note(calls.ended(MIDNIGHT + i));
        }
      } // gives up, for the file is held
    }
    try (var opened = opened()) {
      opened.note(calls.ended(MIDNIGHT + 60));
      assertThat(opened.all()).hasSize(52);
      assertThat(opened.summedUp()).isEqualTo(52);
    }
  }

  /// As a process leaves it that dies when the sums of many calls are not written yet, or only
  /// those of one month, and a call is under way that began after many of them had ended.
  @ParameterizedTest
  @ValueSource(longs = {-1, 0})
  void unwrittenSumsAreMadeAgainOnceOverAMonthsEdgeToo(long held) throws Exception {
    var calls = new RandomCalls(9);
    try (var opened = opened()) {
      opened.note(calls.ended(EDGE - 1));
      opened.note(calls.ended(EDGE));
    }
    Path month = directory.resolve("rollups/rollups-" + Rollups.month(EDGE + held) + ".db");
    try (var holding = DriverManager.getConnection("jdbc:sqlite:" + month);
        var statement = holding.createStatement();
        var opened = OpenedStore.atRest(directory)) {
      opened.note(calls.ended(EDGE));
      opened.store.flush(); // the next sums are not due while the clock stands
      statement.execute("BEGIN IMMEDIATE");
      storeAround(opened, calls, 4_003);
      opened.store.records().started(calls.started(EDGE));
      storeAround(opened, calls, 8_003);
    } // gives up, for the file is held
    try (var opened = opened()) {
      opened.store.flush();
      assertThat(countAround(opened)).as("one of them crashed").isEqualTo(8_004);
      assertThat(opened.summedUp(EDGE)).isEqualTo(8_004);
    }
  }

  /// No more at once than there is room for in the journal's spare file.
  private static void storeAround(OpenedStore opened, RandomCalls calls, int until)
      throws InterruptedException {
    for (int count = until - 4_000; count < until; count += 1_000) {
      for (int i = -500; i < 500; i++) {
        opened.note(calls.ended(EDGE + i));
      }
      int stored = count + 1_000;
      Await.until("they are stored", () -> countAround(opened) == stored);
    }
  }

  private static int countAround(OpenedStore opened) {
    return opened.store.calls(CallFilter.ALL, 100_000).size();
  }

  private Path onlyFile(String of) throws IOException {
    try (var files = Files.list(directory.resolve(of))) {
      return files.filter(each -> each.toString().endsWith(".db")).findFirst().orElseThrow();
    }
  }

  @Test
  void aJournalThatWasRemovedTakesNothingWithItThatComesLater() throws IOException {
    var calls = new RandomCalls(7);
    try (var opened = opened()) {
      opened.note(calls.ended(MIDNIGHT));
      opened.store.flush();
    }
    try (var files = Files.list(directory.resolve("journal"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    try (var opened = opened()) {
      opened.note(calls.ended(MIDNIGHT + 1));
      assertThat(opened.all()).hasSize(2);
      assertThat(opened.summedUp()).isEqualTo(2);
    }
  }
}
