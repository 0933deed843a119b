package dev.headgate;

import dev.headgate.config.ConfigFile;
import dev.headgate.config.Environment;
import dev.headgate.config.Problems;
import dev.headgate.config.Section;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where the configuration comes from: a file and the environment, or the environment alone.
public record Configuration(@Nullable Path file, Environment environment) {
  /// What stands for a file in problems where there is none.
  static final Path NONE = Path.of("environment");

  /// What one reading found. `files` are those to watch, whether they could be read or not.
  public record Read(HeadgateConfig config, Problems problems, Set<Path> files) {
    public boolean isSound() {
      return problems.isEmpty();
    }

    /// The same for one who serves only itself: on a free port of loopback, without keys.
    public Read alone() {
      return new Read(config.alone(), problems, files);
    }
  }

  public Read read() {
    var problems = new Problems();
    Section root =
        file == null
            ? Section.empty(NONE, environment, problems)
            : ConfigFile.read(file, environment, problems);
    var config = HeadgateConfig.read(root, environment, problems);
    return new Read(config, problems, root.sources().files());
  }
}
