package dev.headgate.scenario;

import static dev.headgate.scenario.Unmet.unless;

import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.base.SystemClock;
import dev.headgate.config.Environment;
import dev.headgate.record.CallRecord;
import dev.headgate.simulate.FaultPlan;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A gate before two providers that fail on order: `p`, and `q` behind it.
final class Stage implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Deadlines that a scenario can wait for.
  private static final String SETTINGS =
      "retries: 2, timeouts: { connect: 2s, first-token: 2s, idle: 2s, total: 12s },"
          + " circuit: { least: 6, probe-every: 1s }";

  final Simulator primary;
  final Simulator fallback;
  final Path directory;
  private final LinkedBlockingQueue<CallRecord> records = new LinkedBlockingQueue<>();
  private volatile HttpClient client = HttpClient.newHttpClient();
  private String settings = SETTINGS;
  private @Nullable Headgate gate;

  private Stage(Simulator primary, Simulator fallback, Path directory) {
    this.primary = primary;
    this.fallback = fallback;
    this.directory = directory;
  }

  /// With a plan of faults for each of the two.
  static Stage of(String primary, String fallback) throws IOException {
    Path directory = Files.createTempDirectory("headgate-scenario");
    var stage = new Stage(simulator(primary), simulator(fallback), directory);
    Files.writeString(directory.resolve("prompt.md"), "# user\nTell me of water.\n");
    stage.write("");
    return stage;
  }

  private static Simulator simulator(String plan) {
    var pace = Options.instant().latency(Duration.ofMillis(5), 0.1).tokensPerSecond(2_000);
    return Simulator.start(pace.faults(FaultPlan.parse(plan)));
  }

  /// Gives a process that has just started, beside others, the time it needs.
  void bePatient() throws IOException {
    settings = SETTINGS.replaceAll("\\b2s", "20s").replace("12s", "60s");
    write("");
  }

  /// Writes the configuration; `more` follows it.
  void write(String more) throws IOException {
    String yaml =
        """
        server: { port: 0, drain: 5s, negative-cache: 0s, data-dir: data }
        providers:
          p: { kind: openai-compatible, base-url: "%1$s/v1", %3$s }
          q: { kind: openai-compatible, base-url: "%2$s/v1", %3$s }
          pa: { kind: anthropic, base-url: "%1$s", %3$s }
          qa: { kind: anthropic, base-url: "%2$s", %3$s }
        prices:
          p/*: { input: $1, output: $4 }
          q/*: { input: $2, output: $8 }
          pa/*: { input: $1, output: $4 }
          qa/*: { input: $2, output: $8 }
        models:
          both: { targets: [p/sim-small, q/sim-small] }
          claude: { targets: [pa/sim-small, qa/sim-small] }
        features:
          reply:
            max-output-tokens: 60
            variants: { only: { model: both, prompt: prompt.md } }
        """
            .formatted(primary.anthropicBaseUrl(), fallback.anthropicBaseUrl(), settings);
    Path next = directory.resolve("next.yaml");
    Files.writeString(next, yaml + more);
    Files.move(next, config(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  Path config() {
    return directory.resolve("headgate.yaml");
  }

  Headgate gate() {
    if (gate == null) {
      var source = new Configuration(config(), new Environment(Map.of()));
      var around =
          new Headgate.Surroundings(new SystemClock(), new Random(1), directory, records::add);
      gate = Headgate.start(source, source.read(), around);
    }
    return gate;
  }

  /// Calls, and waits for the end.
  Heard call(Way way) throws IOException, InterruptedException {
    return call(way, gate().port());
  }

  Heard call(Way way, int port) throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<InputStream> answer = begin(way, port);
    var text = new StringBuilder();
    boolean whole = true;
    try (InputStream body = answer.body()) {
      byte[] some = new byte[8_192];
      for (int read = body.read(some); read >= 0; read = body.read(some)) {
        text.append(new String(some, 0, read, StandardCharsets.UTF_8));
      }
    } catch (IOException broken) {
      whole = false;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    return new Heard(way, answer.statusCode(), answer.headers(), text.toString(), whole, seconds);
  }

  /// Calls; the answer's body is still to be read.
  HttpResponse<InputStream> begin(Way way, int port) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + way.kind().path))
            .timeout(PATIENCE)
            .header("content-type", "application/json")
            .header("anthropic-version", "2023-06-01")
            .POST(BodyPublishers.ofString(way.body()))
            .build();
    return client.send(request, BodyHandlers.ofInputStream());
  }

  /// All clients leave.
  void hangUp() {
    HttpClient gone = client;
    client = HttpClient.newHttpClient();
    gone.shutdownNow();
  }

  /// Waits for a configuration of another version than this.
  void awaitReload(String before) throws InterruptedException {
    for (int i = 0; gate().config().version().equals(before); i++) {
      unless(i < 1_000, "a new configuration within 10 s", before);
      Thread.sleep(10);
    }
  }

  int status(String path) throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gate().port() + path)).build();
    return client.send(request, BodyHandlers.discarding()).statusCode();
  }

  /// The record of the next call that ends.
  CallRecord record() throws InterruptedException {
    CallRecord next = records.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("no call ended");
    }
    return next;
  }

  @Override
  public void close() {
    client.shutdownNow();
    if (gate != null) {
      gate.close();
    }
    primary.close();
    fallback.close();
    Directories.delete(directory);
  }
}
