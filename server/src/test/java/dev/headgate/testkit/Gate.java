package dev.headgate.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.base.Clock;
import dev.headgate.base.SystemClock;
import dev.headgate.config.Environment;
import dev.headgate.record.CallRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// A Headgate that a test starts from a YAML text, on a free port; its clock, its dice and its
/// records are the test's.
public final class Gate implements AutoCloseable {
  /// Its files need not be large.
  private static final String SMALL_JOURNAL = "\njournal: { segment: 1MB }\n";

  /// Those whose data directories are in use.
  private static final Set<Path> USED = ConcurrentHashMap.newKeySet();

  /// What surrounds it; what a test does not say is as it is outside.
  public static final class With {
    private final Path directory;
    private final Map<String, String> environment = new HashMap<>();
    private Clock clock = new SystemClock();
    private RandomGenerator random = new Random(7);

    private With(Path directory) {
      this.directory = directory;
    }

    public With clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    public With random(RandomGenerator random) {
      this.random = random;
      return this;
    }

    public With variable(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /// Starts it from `headgate.yaml` in the directory, which gets this text.
    public Gate start(String yaml) throws IOException {
      Path file = directory.resolve("headgate.yaml");
      Files.writeString(file, yaml + (yaml.contains("\njournal:") ? "" : SMALL_JOURNAL));
      return start(file);
    }

    /// Starts it from a file that is there.
    public Gate start(Path file) {
      return new Gate(new Configuration(file, new Environment(environment)), file, this);
    }
  }

  private final Path file;
  private final Path home;
  private volatile boolean closed;
  private final Headgate headgate;
  private final LinkedBlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();

  private Gate(Configuration source, Path file, With around) {
    this.file = file;
    home = home(around.directory);
    headgate =
        Headgate.start(
            source,
            source.read(),
            new Headgate.Surroundings(around.clock, around.random, home, records::add));
  }

  /// A second gate at the same time has its data elsewhere.
  private static Path home(Path directory) {
    Path home = directory;
    while (!USED.add(home)) {
      home = home.resolve("second");
    }
    return home;
  }

  public static With in(Path directory) {
    return new With(directory);
  }

  public int port() {
    return headgate.port();
  }

  public Headgate headgate() {
    return headgate;
  }

  /// Writes the configuration anew; it takes over when its watch notices.
  public void rewrite(String yaml) throws IOException {
    Path next = file.resolveSibling("next.yaml");
    Files.writeString(next, yaml);
    Files.move(next, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  /// Writes the configuration anew and waits until it is in force.
  public void become(String yaml) throws IOException, InterruptedException {
    String before = headgate.config().version();
    rewrite(yaml);
    headgate.reload();
    Await.until("the new configuration", () -> !headgate.config().version().equals(before));
  }

  /// The record of the next call that ends.
  public CallRecord record() throws InterruptedException {
    CallRecord next = records.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("no call ended");
    }
    return next;
  }

  /// Forgets the records so far.
  public void forget() {
    headgate.awaitShown();
    records.clear();
  }

  /// Those that nobody has taken yet.
  public List<CallRecord> records() {
    if (!closed) {
      headgate.awaitShown();
    }
    return List.copyOf(records);
  }

  /// Asks on a connection of its own, and reads the whole answer.
  public Message post(String path, String body, String... fields) throws IOException {
    try (Wire client = Wire.connect(port())) {
      client.send(request(path, body.getBytes(UTF_8), fields));
      return Message.read(client);
    }
  }

  /// Asks as an operator does, with the admin key.
  public Message admin(String method, String path, String body, String... fields)
      throws IOException {
    String key = "x-api-key: " + headgate.adminKey().secret().reveal();
    var all = Stream.concat(Stream.of(fields), Stream.of(key)).toArray(String[]::new);
    byte[] post = request(path, body.getBytes(UTF_8), all);
    try (Wire client = Wire.connect(port())) {
      client.send(new String(post, UTF_8).replaceFirst("POST", method).getBytes(UTF_8));
      return Message.read(client);
    }
  }

  /// The bytes of a request; `fields` are lines such as `x-api-key: k`.
  public static byte[] request(String path, byte[] body, String... fields) {
    var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
    List.of(fields).forEach(field -> head.append(field).append("\r\n"));
    if (List.of(fields).stream().noneMatch(each -> each.toLowerCase().startsWith("content-type"))) {
      head.append("Content-Type: application/json\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    var all = new java.io.ByteArrayOutputStream();
    all.writeBytes(head.toString().getBytes(UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
  }

  @Override
  public void close() {
    closed = true;
    headgate.close();
    USED.remove(home);
  }
}
