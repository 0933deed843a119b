package dev.headgate.cli;

import dev.headgate.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Which configuration a command reads.
final class ConfigOption {
  static final String USUAL = "headgate.yaml";

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration (default: " + USUAL + ", if it is here).")
  private @Nullable String file;

  Configuration source() {
    return source(Main.of(spec).shell());
  }

  /// The same for an option that has this one within: there the command cannot be told.
  Configuration source(Shell shell) {
    Path usual = shell.file(USUAL);
    Path chosen = file != null ? shell.file(file) : Files.exists(usual) ? usual : null;
    return new Configuration(chosen, shell.environment());
  }

  /// A sound reading; all its problems together otherwise.
  static Configuration.Read sound(Configuration.Read read) {
    if (!read.isSound()) {
      throw new Failure(Exit.USAGE, heading(read) + ":\n" + read.problems());
    }
    return read;
  }

  static String heading(Configuration.Read read) {
    int count = read.problems().count();
    return "the configuration has " + (count == 1 ? "one problem" : count + " problems");
  }
}
