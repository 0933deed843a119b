package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.HeadgateConfig;
import dev.headgate.access.AdminKey;
import dev.headgate.base.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Which server a command asks: one that is named by its URL, or the one of a data directory; where
/// that does not run, the directory itself.
final class ServerOption {
  private static final String URL = "HEADGATE_URL";

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A server elsewhere (default: " + URL + "); its key: HEADGATE_ADMIN_KEY.")
  private @Nullable String url;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "The server's data directory (default: the configuration's).")
  private @Nullable String dataDir;

  /// Asks the server, or else its directory; `Exit.NOT_THERE` where there is neither.
  Operations open() {
    Optional<String> elsewhere = elsewhere();
    if (elsewhere.isPresent()) {
      Secret key = key(shell()).orElseThrow(OfServer::keyless);
      return OfServer.elsewhere(elsewhere.get().replaceFirst("/+$", ""), key);
    }
    return here(read());
  }

  private Optional<String> elsewhere() {
    return url != null
        ? Optional.of(url)
        : shell().environment().get(URL).filter(_ -> dataDir == null);
  }

  private Path directory(HeadgateConfig config) {
    return dataDir != null
        ? shell().file(dataDir)
        : shell().directory().resolve(config.server().dataDir());
  }

  /// A configuration with problems will do to find the server: it may run on the one before.
  private Operations here(Configuration.Read read) {
    Path data = directory(read.config());
    Optional<Operations> running =
        AdminFile.read(data).filter(AdminFile::isAlive).flatMap(file -> running(file, shell()));
    if (running.isEmpty() && !Files.isDirectory(data)) {
      throw new Failure(
          Exit.NOT_THERE,
          "no server runs here, and "
              + data
              + " is not there (expected: headgate serve, --data-dir or --url)");
    }
    return running.orElseGet(() -> new OfDirectory(config(read), data));
  }

  /// Without a file nobody has said anything wrong, and a directory can be read all the same.
  private HeadgateConfig config(Configuration.Read read) {
    return config.source(shell()).file() == null
        ? read.config()
        : ConfigOption.sound(read).config();
  }

  private Shell shell() {
    return Main.of(spec).shell();
  }

  private static Optional<Operations> running(AdminFile file, Shell shell) {
    Secret key = file.key() == null ? key(shell).orElseThrow(OfServer::keyless) : file.key();
    var server = OfServer.here(file, key);
    if (server.isThere()) {
      return Optional.of(server);
    }
    server.close();
    return Optional.empty();
  }

  private static Optional<Secret> key(Shell shell) {
    return shell.environment().get(AdminKey.VARIABLE).map(Secret::new);
  }

  /// Whether there is a server, or the directory of one.
  boolean isSomewhere() {
    return elsewhere().isPresent() || Files.isDirectory(directory(read().config()));
  }

  Configuration.Read read() {
    return config.source(shell()).read();
  }
}
