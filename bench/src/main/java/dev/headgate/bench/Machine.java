package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// What it was measured on.
final class Machine {
  private Machine() {}

  static LocalDate today() {
    return LocalDate.now(ZoneOffset.UTC);
  }

  static String commit() {
    return Tool.output(List.of("git", "describe", "--always", "--dirty")).strip();
  }

  static String description() {
    return "%s, %d cores, %.0f GB; Linux %s; JDK %s"
        .formatted(
            field("/proc/cpuinfo", "model name"),
            cores(),
            Double.parseDouble(field("/proc/meminfo", "MemTotal").replaceAll("\\D", ""))
                / (1 << 20),
            System.getProperty("os.version"),
            System.getProperty("java.runtime.version"));
  }

  /// All of them: this process sees only the one it is pinned to.
  private static long cores() {
    return read("/proc/cpuinfo").lines().filter(line -> line.startsWith("processor")).count();
  }

  private static String field(String file, String name) {
    return read(file)
        .lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT)))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst()
        .orElse("unknown");
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
