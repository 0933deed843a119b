package dev.headgate.testkit;

import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.SystemClock;
import dev.headgate.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/// A gate in a process of its own, that a test may kill. Its wall clock may be another's.
public final class ServedApart implements AutoCloseable {
  private static final String ADMIN_KEY = "the-admin-key-of-the-test";

  private final Process process;
  private final int port;

  private ServedApart(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Starts it from a configuration and waits until it listens; by its wall clock midnight (UTC)
  /// comes this much later.
  public static ServedApart start(Path file, Duration midnight)
      throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                ServedApart.class.getName(),
                file.toString(),
                Long.toString(midnight.toMillis())));
    var builder =
        new ProcessBuilder(command)
            .directory(file.getParent().toFile())
            .redirectErrorStream(true)
            .redirectOutput(file.resolveSibling("served.out").toFile());
    builder.environment().put("HEADGATE_ADMIN_KEY", ADMIN_KEY);
    Path said = portFile(file);
    Files.deleteIfExists(said);
    Process process = builder.start();
    Await.until("a gate that listens, see served.out", () -> Files.exists(said));
    return new ServedApart(process, Integer.parseInt(Files.readString(said)));
  }

  private static Path portFile(Path file) {
    return file.resolveSibling("served.port");
  }

  public int port() {
    return port;
  }

  /// What an operator gets.
  public JsonNode admin(String path) throws IOException {
    try (Wire client = Wire.connect(port)) {
      client.send(
          "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nx-api-key: " + ADMIN_KEY + "\r\n\r\n");
      return Message.read(client).json();
    }
  }

  /// Kills it as `kill -9` does.
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /// Asks it to stop and waits until it has; says whether it did within a minute.
  public boolean stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(1, TimeUnit.MINUTES);
  }

  @Override
  public void close() {
    kill();
  }

  /// The gate's own process.
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments[0]);
    var source = new Configuration(file, new Environment(System.getenv()));
    var clock = new Ahead(new SystemClock());
    clock.midnightIn(60_000);
    var around = new Headgate.Surroundings(clock, new Random(), file.getParent(), Headgate.NOBODY);
    var headgate = Headgate.start(source, source.read(), around);
    clock.midnightIn(Long.parseLong(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(headgate::close));
    Path written = Files.writeString(file.resolveSibling("served.tmp"), "" + headgate.port());
    Files.move(written, portFile(file), StandardCopyOption.ATOMIC_MOVE);
  }

  /// A clock whose wall time is ahead of the machine's.
  private static final class Ahead implements Clock {
    private static final long DAY = 86_400_000;

    private final Clock clock;
    private volatile long millis;

    private Ahead(Clock clock) {
      this.clock = clock;
    }

    /// Jumps to so long before the machine's next midnight.
    void midnightIn(long left) {
      millis = DAY - clock.epochMillis() % DAY - left;
    }

    @Override
    public long nanos() {
      return clock.nanos();
    }

    @Override
    public long epochMillis() {
      return clock.epochMillis() + millis;
    }

    @Override
    public Registration at(long nanos, Runnable run) {
      return clock.at(nanos, run);
    }
  }
}
