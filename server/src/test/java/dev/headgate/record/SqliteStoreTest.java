package dev.headgate.record;

import static dev.headgate.record.OpenedStore.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The store that keeps calls in files of its own, a day or a month each.
class SqliteStoreTest extends CallStoreContract {
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
