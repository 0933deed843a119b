package dev.headgate.cli;

/// What the commands' exit codes mean to a script.
final class Exit {
  static final int DONE = 0;

  /// The operation failed.
  static final int FAILED = 1;

  /// The command line, the configuration or a key is wrong.
  static final int USAGE = 2;

  /// The server is not reached, or what was named is not there.
  static final int NOT_THERE = 3;

  /// Headgate itself is wrong.
  static final int BUG = 70;

  private Exit() {}
}
