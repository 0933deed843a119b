package dev.headgate.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final List<String> SCHEMA =
      List.of("CREATE TABLE t (id BIGINT NOT NULL PRIMARY KEY, name TEXT, bytes BLOB)");

  @TempDir private Path directory;
  private final Desk desk = new Desk();

  @AfterEach
  void close() {
    desk.close();
  }

  private DatedFiles files(List<String> schema) {
    return new DatedFiles(directory.resolve("calls"), "calls", desk, schema);
  }

  private static void add(Database database, long id) {
    database.write(handle -> {
      try (var rows = Rows.of(handle, "INSERT INTO t (id, name, bytes) VALUES (?, ?, ?)")) {
        rows.with(id).with("name " + id).with(new byte[] {1, 2}).row();
      }
      return id;
    });
  }

  private static List<Long> ids(Handle handle) {
    return handle.createQuery("SELECT id FROM t ORDER BY id").mapTo(Long.class).list();
  }

  @Test
  void whatIsWrittenCanBeReadAndOutlivesTheProcess() {
    try (var files = files(SCHEMA)) {
      add(files.at("2026-11-25"), 1);
      add(files.at("2026-11-26"), 2);
      assertThat(files.at("2026-11-25").<List<Long>>read(DatabaseTest::ids)).containsExactly(1L);
    }
    try (var files = files(SCHEMA)) {
      assertThat(files.dates()).containsExactly("2026-11-25", "2026-11-26");
      assertThat(files.at("2026-11-26").<List<Long>>read(DatabaseTest::ids)).containsExactly(2L);
      assertThat(files.find("2026-11-24")).isEmpty();
    }
  }

  @Test
  void aTransactionThatThrowsLeavesNothing() {
    try (var files = files(SCHEMA)) {
      var database = files.at("2026-11-25");
      assertThatThrownBy(() ->
              database.write(handle -> {
                handle.execute("INSERT INTO t (id) VALUES (1)");
                throw new IllegalStateException("no");
              }))
          .hasMessage("no");
      assertThat(database.<List<Long>>read(DatabaseTest::ids)).isEmpty();
    }
  }

  @Test
  void aReaderCannotWrite() {
    try (var files = files(SCHEMA)) {
      var database = files.at("2026-11-25");
      assertThatThrownBy(() -> database.read(handle -> handle.execute("DELETE FROM t")))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("calls-2026-11-25.db")
          .hasMessageContaining("readonly");
    }
  }

  @Test
  void whatIsTooOldIsDroppedAsFiles() throws IOException {
    try (var files = files(SCHEMA)) {
      for (String date : List.of("2026-10-01", "2026-10-31", "2026-11-01")) {
        add(files.at(date), 1);
      }
      Path copy = directory.resolve("calls/calls-2026-10-01-copy.db");
      Files.copy(files.at("2026-10-01").file(), copy);
      assertThat(files.drop("2026-11-01")).containsExactly("2026-10-01", "2026-10-31");
      assertThat(files.dates()).containsExactly("2026-11-01");
      assertThat(copy).exists();
      Files.delete(copy);
    }
    try (var left = Files.list(directory.resolve("calls"))) {
      assertThat(left.map(each -> each.getFileName().toString()))
          .allMatch(name -> name.startsWith("calls-2026-11-01.db"));
    }
  }

  @Test
  void manyDatesDoNotStayOpen() {
    try (var files = files(SCHEMA)) {
      for (int day = 10; day < 40; day++) {
        add(files.at("2026-10-" + day), day);
      }
      for (long day = 10; day < 40; day++) {
        assertThat(files.at("2026-10-" + day).<List<Long>>read(DatabaseTest::ids))
            .containsExactly(day);
      }
    }
  }

  @Test
  void anOlderFileIsBroughtUpToDateAndANewerOneIsRefusedByName() {
    try (var files = files(SCHEMA)) {
      add(files.at("2026-11-25"), 1);
    }
    var next = List.of(SCHEMA.getFirst(), "ALTER TABLE t ADD COLUMN more BIGINT");
    try (var files = files(next)) {
      var database = files.at("2026-11-25");
      database.write(handle -> handle.execute("UPDATE t SET more = 7"));
    }
    try (var files = files(SCHEMA)) {
      assertThatThrownBy(() -> files.at("2026-11-25"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("calls-2026-11-25.db: its schema is version 2, this headgate knows")
          .hasMessageContaining("expected: the headgate that wrote it");
    }
  }

  @Test
  void aFileThatIsNoDatabaseIsNamed() throws IOException {
    try (var files = files(SCHEMA)) {
      Files.writeString(directory.resolve("calls/calls-2026-11-25.db"), "x".repeat(5_000));
      assertThatThrownBy(() -> files.at("2026-11-25"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("calls-2026-11-25.db")
          .hasMessageContaining("not a database");
    }
  }

  @Test
  void theStateKeepsItsSchemaAndRefusesANewerOne() {
    try (var data = DataDirectory.open(directory.resolve("data"), "node")) {
      try (var state = StateDatabase.open(data, desk)) {
        state.write(handle ->
            handle.execute(
                "INSERT INTO feature_switch (feature, kind, author, reason, at_ms)"
                    + " VALUES ('f', 'kill', 'me', 'because', 0)"));
      }
      try (var state = StateDatabase.open(data, desk)) {
        String kind =
            state.read(handle ->
                handle.createQuery("SELECT kind FROM feature_switch").mapTo(String.class).one());
        assertThat(kind).isEqualTo("kill");
        state.write(handle ->
            handle.execute(
                "INSERT INTO flyway_schema_history (installed_rank, version, description, type,"
                    + " script, installed_by, execution_time, success)"
                    + " VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', '', 0, 1)"));
      }
      assertThatThrownBy(() -> StateDatabase.open(data, desk))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("its schema is version 99");
    }
  }
}
