package dev.headgate.scenario;

import static dev.headgate.scenario.Unmet.unless;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.simulate.FaultPlan;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;

/// Scenarios in which something happens around a call: to its client, to the gate, or over time.
final class Disturbance {
  static final List<Scenario> ALL =
      List.of(
          new Scenario(
              "S15",
              "a flap of 4 s, a call each 0.5 s",
              "for 4s: status 503",
              "healthy",
              Disturbance::recovers),
          new Scenario("S17", "the client leaves", "healthy", "healthy", Disturbance::leaves),
          new Scenario(
              "S19", "a reload in the middle", "stall 20 500ms", "healthy", Disturbance::reloads),
          new Scenario(
              "S20", "the store is down", "healthy", "healthy", Disturbance::losesItsStore),
          new Scenario("S24", "a slow client", "healthy", "healthy", Disturbance::isReadSlowly));

  private Disturbance() {}

  private static void recovers(Stage stage, Way way) throws Exception {
    stage.gate();
    stage.primary.faults(FaultPlan.parse("for 4s: status 503"));
    long start = System.nanoTime();
    int ofPrimary = 0;
    for (int i = 0; i < 20; i++) {
      Heard heard = stage.call(way);
      unless(heard.isAnswer(), "an answer in spite of the flap", heard);
      ofPrimary += heard.provider().startsWith("p") ? 1 : 0;
      long next = start + (i + 1) * 500_000_000L;
      Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
    }
    unless(ofPrimary >= 8, "the primary again within 2 s of its return", ofPrimary + " of 20");
    long asked = stage.primary.seen().total() - ofPrimary;
    unless(asked <= 6 + 2 + 5, "6 failures and a probe a second", asked);
  }

  private static void leaves(Stage stage, Way way) throws Exception {
    stage.gate();
    stage.primary.faults(FaultPlan.parse("stall 5 30s"));
    var reading =
        Thread.ofVirtual()
            .start(() -> {
              try (InputStream body = stage.begin(way, stage.gate().port()).body()) {
                body.read();
              } catch (Exception _) {
                // it leaves
              }
            });
    stage.primary.seen().await(1, Duration.ofSeconds(5));
    Thread.sleep(100);
    stage.hangUp();
    reading.join(Duration.ofSeconds(5));
    CallRecord record = stage.record();
    unless(record.ending().outcome() == Outcome.ABANDONED, "`abandoned`", record.ending());
    boolean idle = stage.primary.meter().awaitIdle(Duration.ofSeconds(2));
    unless(idle, "the provider let go", "a call still open there");
    unless(stage.fallback.seen().total() == 0, "no new attempt", "the fallback was asked");
  }

  private static void reloads(Stage stage, Way way) throws Exception {
    try (InputStream body = stage.begin(way, stage.gate().port()).body()) {
      String before = stage.gate().config().version();
      stage.write("keys: {}\n");
      stage.gate().reload();
      String text = new String(body.readAllBytes(), UTF_8);
      unless(way.endsClean(text), "the whole answer", text);
      stage.awaitReload(before);
    }
    unless(stage.call(way).isAnswer(), "an answer afterwards", "none");
  }

  private static void losesItsStore(Stage stage, Way way) throws Exception {
    unless(stage.call(way).isAnswer(), "an answer before", "none");
    stage.gate().awaitShown();
    Path day;
    try (var files = Files.list(stage.directory.resolve("data").resolve("rollups"))) {
      day = files.filter(file -> file.toString().endsWith(".db")).findFirst().orElse(null);
    }
    String url = "jdbc:sqlite:" + (day == null ? stage.directory.resolve("none.db") : day);
    try (var held = DriverManager.getConnection(url);
        var statement = held.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      for (int i = 0; i < 3; i++) {
        unless(stage.call(way).isAnswer(), "an answer while the store is down", "none");
      }
      unless(stage.status("/health/ready") == 200, "ready", stage.status("/health/ready"));
    }
  }

  /// A kilobyte at a time of an answer that would be there at once.
  private static void isReadSlowly(Stage stage, Way way) throws Exception {
    try (InputStream body = stage.begin(way, stage.gate().port()).body()) {
      var text = new StringBuilder();
      byte[] some = new byte[256];
      for (int read = body.read(some); read >= 0; read = body.read(some)) {
        text.append(new String(some, 0, read, UTF_8));
        Thread.sleep(20);
      }
      unless(way.endsClean(text.toString()), "the whole answer", text);
    }
    unless(stage.record().ending().outcome() == Outcome.ANSWERED, "`answered`", "something else");
  }
}
