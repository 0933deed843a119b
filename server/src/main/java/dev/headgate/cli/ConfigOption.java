package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.config.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which configuration a command reads.
final class ConfigOption {
  private static final Path USUAL = Path.of("headgate.yaml");

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration (default: headgate.yaml, if it is here).")
  @Nullable Path file;

  Configuration source() {
    Path chosen = file == null && Files.exists(USUAL) ? USUAL : file;
    return new Configuration(chosen, Environment.ofProcess());
  }

  /// A sound reading; all its problems together otherwise.
  Configuration.Read read(Configuration source) {
    Configuration.Read read = source.read();
    if (!read.isSound()) {
      int count = read.problems().count();
      String heading = count == 1 ? "one problem" : count + " problems";
      throw new Failure(Exit.USAGE, "the configuration has " + heading + ":\n" + read.problems());
    }
    return read;
  }
}
