package dev.headgate.store;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file of the data directory that cannot be used, with what to do about it.
public class StoreException extends RuntimeException {
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// A file whose bytes are no sound database.
  public static final class Damaged extends StoreException {
    private final transient Path file;

    Damaged(Path file, String why, Throwable cause) {
      super(file + ": " + why, cause);
      this.file = file;
    }

    public Path file() {
      return file;
    }
  }

  /// Another process has the data directory.
  public static final class Locked extends StoreException {
    Locked(String message) {
      super(message, null);
    }
  }
}
