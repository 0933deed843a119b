package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A process of ours, pinned to some cores; it and its descendants end with it.
final class Child implements AutoCloseable {
  private static final int GRACE_SECONDS = 5;

  private final Process process;
  private final Path log;
  private final Path errors;
  private final Thread atExit;

  /// Its output goes to `name`.log and .err in `directory`.
  Child(Path directory, String name, String cores, List<String> command, Map<String, String> more) {
    log = directory.resolve(name + ".log");
    errors = directory.resolve(name + ".err");
    var pinned = new ArrayList<>(List.of("taskset", "-c", cores));
    pinned.addAll(command);
    var builder = new ProcessBuilder(pinned);
    builder.environment().putAll(more);
    builder.redirectOutput(Redirect.appendTo(log.toFile()));
    builder.redirectError(Redirect.appendTo(errors.toFile()));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    atExit = new Thread(this::kill);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  ProcessHandle handle() {
    return process.toHandle();
  }

  Path log() {
    return log;
  }

  /// The log of a long run would fill the disk; it is written with append, so it may be cut.
  void emptyLog() {
    try (var file = FileChannel.open(log, StandardOpenOption.WRITE)) {
      file.truncate(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void mustLive() {
    if (!process.isAlive()) {
      throw new Failed("%s ended with %d:\n%s".formatted(name(), process.exitValue(), lastWords()));
    }
  }

  private String name() {
    return log.getFileName().toString().replace(".log", "");
  }

  private String lastWords() {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(log));
      lines.addAll(Files.readAllLines(errors));
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }
}
