package dev.headgate.cli;

import dev.headgate.config.Environment;
import java.io.Console;
import java.nio.file.Path;

/// Where a command runs: the variables and the directory that it finds, whether a person reads what
/// it prints, who tells it to stop, and the name that the operating system has for who typed it.
record Shell(
    Environment environment, Path directory, boolean person, Signals signals, String user) {
  static Shell ofProcess() {
    return new Shell(
        Environment.ofProcess(),
        Path.of(""),
        isTerminal(),
        Signals.ofProcess(),
        System.getProperty("user.name", ""));
  }

  /// Whether standard output is a terminal, and not a program or a file.
  @SuppressWarnings("SystemConsoleNull") // a Java without the right module still has none
  private static boolean isTerminal() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }

  /// Whether lines on the screen can be written over.
  boolean redraws() {
    return person && !environment.get("TERM").filter("dumb"::equals).isPresent();
  }

  boolean colors() {
    return redraws() && environment.get("NO_COLOR").isEmpty();
  }

  /// A file as the user named it, so that it reads the same in messages.
  Path file(String name) {
    return directory.resolve(name);
  }

  /// How the program was called, for lines to copy.
  static String command() {
    return System.getProperty("headgate.command", "headgate");
  }
}
