package dev.headgate;

import dev.headgate.access.AdminKey;
import dev.headgate.api.Admin;
import dev.headgate.api.Api;
import dev.headgate.api.Health;
import dev.headgate.api.Models;
import dev.headgate.api.Scrape;
import dev.headgate.base.CallId;
import dev.headgate.base.Clock;
import dev.headgate.call.Gateway;
import dev.headgate.http.Loops;
import dev.headgate.http.Server;
import dev.headgate.http.Upstreams;
import dev.headgate.provider.Providers.Means;
import dev.headgate.provider.Standings;
import dev.headgate.record.CallRecord;
import dev.headgate.route.Conversations;
import dev.headgate.telemetry.Telemetry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// The whole server: made by plain constructors in the order in which its parts need each other,
/// taken down in reverse.
public final class Headgate implements AutoCloseable {
  /// Who is shown no records.
  public static final Consumer<CallRecord> NOBODY = _ -> {};

  /// Time, chance, where relative paths begin, and who is shown the records.
  public record Surroundings(
      Clock clock, RandomGenerator random, Path directory, Consumer<CallRecord> observer) {}

  private final Telemetry telemetry;
  private final Storage storage;
  private final Loops loops;
  private final Reload configuration;
  private final Health health;
  private final AdminKey adminKey;
  private final Server server;

  private Headgate(Configuration source, Configuration.Read first, Surroundings around) {
    Clock clock = around.clock();
    String gate = CallId.at(clock.epochMillis()).text();
    Path dataDir = around.directory().resolve(first.config().server().dataDir());
    telemetry = new Telemetry(first.config().otel(), version(), gate, clock);
    var observers = List.of(around.observer(), telemetry);
    storage = new Storage(first.config(), dataDir, clock, observers);
    loops = new Loops(first.config().server().limits());
    var upstreams = new Upstreams(loops, first.config().proxies());
    var standings = new Standings(clock, around.random(), storage.holds());
    var means = new Means(upstreams, clock, around.random(), standings, new Conversations(), gate);
    configuration = new Reload(source, first, means, storage.switches());
    health = new Health(configuration);
    var kept = first.config().server().negativeCache();
    var callMeans = new Gateway.Means(clock, around.random(), gate, kept);
    var records = storage.calls().records();
    var gateway = new Gateway(configuration, callMeans, records, telemetry::turnedAway);
    count(gateway, standings);
    adminKey = adminKey(first.config());
    var operations = storage.routes(configuration::config, standings, clock);
    var admin = new Admin(adminKey, configuration, operations);
    var scrape = new Scrape(first.config().server().isLocal(), admin, telemetry::scrape);
    var api = new Api(gateway, new Models(configuration, clock), health, admin, scrape, clock);
    var at = first.config().server();
    boolean listens = false;
    try {
      server = new Server(loops, clock, at.endpoint(), api, api);
      listens = true;
    } finally { // a port may be taken
      if (!listens) {
        configuration.close();
        loops.close();
        storage.close();
        telemetry.close();
      }
    }
    configuration.follow(now -> renew(server, now));
  }

  private static void renew(Server server, HeadgateConfig now) {
    if (now.server().identity() != null) {
      server.present(now.server().identity());
    }
  }

  private static AdminKey adminKey(HeadgateConfig config) {
    AdminKey given = config.adminKey();
    return given == null ? AdminKey.create(new SecureRandom()) : given;
  }

  private void count(Gateway gateway, Standings standings) {
    configuration.follow(now -> telemetry.follow(now.traceSetting(), now.names()));
    var gauges = new TargetGauges(telemetry, standings, () -> config().providers());
    configuration.follow(gauges::follow);
    telemetry.gauge("headgate.inflight.requests", "Calls under way.", gateway::inFlight);
    telemetry.counter(
        "headgate.unrecorded.calls",
        "Calls that passed without a record, for the journal was full.",
        storage.calls()::unrecorded);
  }

  /// Which Headgate this is.
  public static String version() {
    String built = Headgate.class.getPackage().getImplementationVersion();
    return built == null ? "from source" : built;
  }

  /// Starts what a sound reading of the configuration describes.
  public static Headgate start(
      Configuration source, Configuration.Read first, Surroundings around) {
    if (!first.isSound()) {
      throw new IllegalArgumentException("a configuration with problems:\n" + first.problems());
    }
    return new Headgate(source, first, around);
  }

  public int port() {
    return server.port();
  }

  /// Where others add what they count.
  public Telemetry telemetry() {
    return telemetry;
  }

  /// Tells `follower` of the configuration in force, now and when another takes over.
  public void follow(Consumer<HeadgateConfig> follower) {
    configuration.follow(follower);
  }

  /// The configuration in force.
  public HeadgateConfig config() {
    return configuration.config();
  }

  /// What opens `/admin/v1` here.
  public AdminKey adminKey() {
    return adminKey;
  }

  /// Waits until the observer has been shown all calls that have ended by now.
  public void awaitShown() {
    storage.calls().awaitShown();
  }

  /// Reads the configuration anew at once.
  public void reload() {
    configuration.now();
  }

  /// Takes no new calls, lets the open ones finish for as long as is configured, and stops.
  @Override
  public void close() {
    health.drain();
    configuration.close();
    server.drain(config().server().drain());
    loops.close();
    storage.close();
    telemetry.close(); // it is shown calls until the storage is closed
  }
}
