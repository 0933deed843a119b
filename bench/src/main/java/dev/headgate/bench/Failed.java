package dev.headgate.bench;

/// The benchmark cannot go on; the message says to its reader why.
final class Failed extends RuntimeException {
  Failed(String message) {
    super(message);
  }
}
