package dev.headgate.cli;

/// Ends a command with a line for a person and an exit code for a script.
final class Failure extends RuntimeException {
  private final int exit;

  Failure(int exit, String message) {
    super(message, null, false, false);
    this.exit = exit;
  }

  int exit() {
    return exit;
  }
}
