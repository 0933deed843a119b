package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The server under test: started by its own launcher with its own JVM settings, application keys
/// on, the call log written to a file.
final class Headgate {
  /// How long after the spawn `/health/ready` said 200, and then the first call; the CPU time that
  /// all of it took, which depends less on what else the machine does.
  record StartUp(Duration ready, Duration firstCall, Duration cpu) {}

  private static final Duration START = Duration.ofSeconds(60);
  private static final Pattern KEY = Pattern.compile("sk-hg-[A-Za-z0-9_-]+");

  private final String launcher;
  private final Path directory;
  private final Path config;
  private final int port = Probe.freePort();
  private final String key;

  Headgate(Path launcher, Path directory, int upstream) {
    this.launcher = launcher.toAbsolutePath().toString();
    this.directory = directory;
    this.config = directory.resolve("headgate.yaml");
    this.key = newKey();
    try {
      Files.writeString(config, config(upstream));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String config(int upstream) {
    return """
    server: { host: 127.0.0.1, port: %d, data-dir: %s }
    providers:
      bench: { kind: openai-compatible, base-url: http://127.0.0.1:%d/v1, api-key: "${BENCH_API_KEY}" }
    keys:
      bench: { secret: "${HEADGATE_KEY_BENCH}", models: [bench/*] }
    """
        .formatted(port, directory.resolve("data"), upstream);
  }

  private String newKey() {
    String said = Tool.output(List.of(launcher, "keys", "new", "bench"));
    return KEY.matcher(said)
        .results()
        .findFirst()
        .orElseThrow(() -> new Failed("no key in what `headgate keys new` said: " + said))
        .group();
  }

  /// Serving when this returns.
  Gateway start(String cores) {
    Gateway gateway = spawn(cores);
    ready(gateway);
    return gateway;
  }

  StartUp startUp(String cores) {
    long start = System.nanoTime();
    try (Gateway gateway = spawn(cores)) {
      ready(gateway);
      long ready = System.nanoTime();
      byte[] call = gateway.request(1024, false);
      Wait.until("headgate answers", START, () -> Probe.ask(port, call).status() == 200);
      long called = System.nanoTime();
      return new StartUp(
          Duration.ofNanos(ready - start),
          Duration.ofNanos(called - start),
          Duration.ofNanos(gateway.cpu().all()));
    }
  }

  private Gateway spawn(String cores) {
    var command = List.of(launcher, "serve", "-c", config.toString());
    var secrets = Map.of("BENCH_API_KEY", Bytes.UPSTREAM_KEY, "HEADGATE_KEY_BENCH", key);
    var child = new Child(directory, Gateway.HEADGATE, cores, command, secrets);
    return new Gateway(Gateway.HEADGATE, port, key, child);
  }

  private void ready(Gateway gateway) {
    Wait.until(
        "headgate is ready",
        START,
        () -> {
          gateway.mustLive();
          return Probe.get(port, "/health/ready").status() == 200;
        });
  }
}
