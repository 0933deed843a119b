package dev.headgate.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Databases by date, one file each, so that what is too old is dropped as a file:
/// `calls-2026-11-25.db`. Of them the sixteen used last are open.
public final class DatedFiles implements AutoCloseable {
  private static final int OPEN = 16;
  private static final String SUFFIX = ".db";
  private static final String DATE = "\\d{4}-\\d\\d(-\\d\\d)?";
  private static final List<String> PARTS = List.of("-wal", "-shm", "");

  private final Path directory;
  private final String prefix;
  private final Desk desk;
  private final List<String> schema;
  private final Map<String, Database> open = new LinkedHashMap<>(OPEN, 0.75f, true);

  /// `schema` is what makes a new file; its length is the version that a file says it has.
  public DatedFiles(Path directory, String name, Desk desk, List<String> schema) {
    this.directory = directory;
    this.desk = desk;
    this.schema = List.copyOf(schema);
    prefix = name + "-";
    try {
      Files.createDirectories(directory);
    } catch (IOException refused) {
      throw DataDirectory.unusable(directory.toString(), refused);
    }
  }

  /// The database of a date, made if it is not there.
  public synchronized Database at(String date) {
    Database known = open.get(date);
    if (known != null) {
      return known;
    }
    Database database = opened(file(date));
    open.put(date, database);
    if (open.size() > OPEN) {
      String eldest = open.keySet().iterator().next();
      close(eldest);
    }
    return database;
  }

  private Database opened(Path file) {
    var database = Database.open(file, desk, Database.Safety.NORMAL);
    boolean sound = false;
    try {
      database.write(handle -> prepared(handle, file));
      sound = true;
      return database;
    } finally {
      if (!sound) {
        database.close();
      }
    }
  }

  private void close(String date) {
    Database database = open.remove(date);
    if (database != null) {
      database.close();
    }
  }

  /// The database of a date, if it is there.
  public synchronized Optional<Database> find(String date) {
    return open.containsKey(date) || Files.exists(file(date))
        ? Optional.of(at(date))
        : Optional.empty();
  }

  private Path file(String date) {
    return directory.resolve(prefix + date + SUFFIX);
  }

  private Path prepared(Handle handle, Path file) {
    int version = handle.createQuery("PRAGMA user_version").mapTo(Integer.class).one();
    if (version > schema.size()) {
      throw new StoreException(
          "%s: its schema is version %d, this headgate knows %d (expected: the headgate that wrote"
                  .formatted(file, version, schema.size())
              + " it, or a newer one)",
          null);
    }
    for (String step : schema.subList(version, schema.size())) {
      handle.execute(step);
    }
    if (version < schema.size()) {
      handle.execute("PRAGMA user_version = " + schema.size());
    }
    return file;
  }

  /// The dates there are, the oldest first.
  public synchronized List<String> dates() {
    try (var files = Files.list(directory)) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(name -> name.startsWith(prefix) && name.endsWith(SUFFIX))
          .map(name -> name.substring(prefix.length(), name.length() - SUFFIX.length()))
          .filter(date -> date.matches(DATE)) // somebody's copy is none of ours
          .sorted()
          .toList();
    } catch (IOException refused) {
      throw DataDirectory.unusable(directory.toString(), refused);
    }
  }

  /// Deletes the files of dates before this one; says which.
  public synchronized List<String> drop(String before) {
    List<String> old = dates().stream().filter(date -> date.compareTo(before) < 0).toList();
    for (String date : old) {
      close(date);
      delete(file(date));
    }
    return old;
  }

  private static void delete(Path file) {
    try {
      for (String part : PARTS) {
        Files.deleteIfExists(part(file, part));
      }
    } catch (IOException stays) {
      throw DataDirectory.unusable(file.toString(), stays);
    }
  }

  private static Path part(Path file, String part) {
    return file.resolveSibling(file.getFileName() + part);
  }

  /// Gives a file, if it is one of these, another name, under which nobody uses it; says which.
  public synchronized Optional<Path> setAside(Path file) {
    Optional<String> date = dates().stream().filter(each -> file(each).equals(file)).findFirst();
    return date.map(each -> {
      close(each);
      return renamed(file);
    });
  }

  private static Path renamed(Path file) {
    Path aside = part(file, ".damaged");
    for (int i = 2; Files.exists(aside); i++) {
      aside = part(file, ".damaged-" + i);
    }
    try {
      for (String part : PARTS) {
        if (Files.exists(part(file, part))) {
          Files.move(part(file, part), part(aside, part));
        }
      }
      return aside;
    } catch (IOException stays) {
      throw DataDirectory.unusable(file.toString(), stays);
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Database::close);
    open.clear();
  }
}
