package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.config.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.io.TempDir;

/// What the tests of the commands share: a directory, an environment, and what was said.
abstract class CommandLineTest {
  /// How a command ended and what it printed.
  record Said(int exit, String out, String err) {}

  @TempDir Path directory;

  final Map<String, String> environment = new HashMap<>();
  final Map<String, Runnable> signals = new ConcurrentHashMap<>();
  boolean person;
  String user = "ann";

  Said headgate(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int exit = headgate(out, err, arguments);
    return new Said(exit, out.toString(), err.toString());
  }

  int headgate(StringWriter out, StringWriter err, String... arguments) {
    var shell = new Shell(new Environment(environment), directory, person, signals::put, user);
    return Main.commandLine(shell)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  /// A command that runs until it is told to stop.
  Running running(String... arguments) {
    return new Running(this, arguments);
  }

  Path write(String name, String text) {
    try {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException broken) {
      throw new java.io.UncheckedIOException(broken);
    }
  }

  static void assertDone(Said said) {
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).isZero();
  }
}
