package dev.headgate.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.SqlStatements;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/// One SQLite file with a write-ahead log: one writer and two readers, which never wait for each
/// other. Work is done on the threads of a `Desk`, for native code would pin a virtual thread's
/// carrier.
public final class Database implements AutoCloseable {
  /// What a commit survives.
  public enum Safety {
    /// A power cut.
    FULL,
    /// A killed process; for what the journal holds too until it is on disk.
    NORMAL
  }

  private static final Set<Integer> DAMAGED =
      Set.of(SQLiteErrorCode.SQLITE_CORRUPT.code, SQLiteErrorCode.SQLITE_NOTADB.code);
  private static final int CHECKPOINT = 4_000; // pages
  private static final int LARGE_PAGE = 8_192; // less is lost at its edge, and less often written
  private static final long LOG_BYTES = 64L << 20;
  private static final int LONGEST_READ = 30; // seconds, so that the write-ahead log stays bounded

  private final Path file;
  private final Desk desk;
  private final Jdbi writing;
  private final Jdbi reading;
  private final Map<Thread, Handle> handles = new ConcurrentHashMap<>();
  private final ReadWriteLock using = new ReentrantReadWriteLock(); // closing waits for all work
  private boolean closed;

  private Database(Path file, Desk desk, Safety safety) {
    this.file = file;
    this.desk = desk;
    writing = Jdbi.create(source(file, safety));
    reading = Jdbi.create(source(file, safety));
    reading.getConfig(SqlStatements.class).setQueryTimeout(LONGEST_READ);
  }

  static Database open(Path file, Desk desk, Safety safety) {
    return new Database(file, desk, safety);
  }

  static SQLiteDataSource source(Path file, Safety safety) {
    var config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(safety == Safety.FULL ? SynchronousMode.FULL : SynchronousMode.NORMAL);
    config.setBusyTimeout(5_000);
    config.setGetGeneratedKeys(
        false); // else each insert is followed by a question for its row's id
    config.setOpenMode(SQLiteOpenMode.NOMUTEX); // each connection is one thread's
    if (safety == Safety.NORMAL) {
      config.setPageSize(LARGE_PAGE);
    }
    config.setPragma(SQLiteConfig.Pragma.JOURNAL_SIZE_LIMIT, Long.toString(LOG_BYTES));
    var source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  public Path file() {
    return file;
  }

  /// Does work in one transaction: all of it is there after, or, if it throws, nothing.
  public <T> T write(Function<Handle, T> work) {
    String setting = "PRAGMA wal_autocheckpoint = " + CHECKPOINT;
    return desk.writing(() -> done(writing, setting, to -> to.inTransaction(work::apply)));
  }

  /// Reads what was committed before.
  public <T> T read(Function<Handle, T> work) {
    return desk.reading(() -> done(reading, "PRAGMA query_only = 1", work));
  }

  private <T> T done(Jdbi jdbi, String setting, Function<Handle, T> work) {
    using.readLock().lock();
    try {
      if (!closed) {
        return work.apply(
            handles.computeIfAbsent(Thread.currentThread(), _ -> opened(jdbi, setting)));
      }
      try (Handle once = opened(jdbi, setting)) { // whoever had it before it was closed
        return work.apply(once);
      }
    } catch (JdbiException | Rows.Failed failed) {
      throw unusable(file, failed);
    } finally {
      using.readLock().unlock();
    }
  }

  private static Handle opened(Jdbi jdbi, String setting) {
    Handle handle = jdbi.open();
    handle.execute(setting);
    return handle;
  }

  static StoreException unusable(Path file, Throwable failed) {
    Throwable root = failed;
    while (root.getCause() != null && !(root instanceof SQLException)) {
      root = root.getCause();
    }
    if (root instanceof SQLException said) {
      String why = String.valueOf(said.getMessage());
      return DAMAGED.contains(said.getErrorCode() & 0xff)
          ? new StoreException.Damaged(file, why, failed)
          : new StoreException(file + ": " + why, failed);
    }
    return new StoreException(file + ": " + root, failed);
  }

  /// Waits until nobody works with it.
  @Override
  public void close() {
    using.writeLock().lock();
    try {
      closed = true;
      handles.values().forEach(Handle::close);
      handles.clear();
    } finally {
      using.writeLock().unlock();
    }
  }
}
