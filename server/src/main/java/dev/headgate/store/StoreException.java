package dev.headgate.store;

import org.jspecify.annotations.Nullable;

/// A file of the data directory that cannot be used, with what to do about it.
public class StoreException extends RuntimeException {
  public StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /// Another process has the data directory.
  public static final class Locked extends StoreException {
    Locked(String message) {
      super(message, null);
    }
  }
}
