package dev.headgate;

import dev.headgate.access.Access;
import dev.headgate.config.Section;
import dev.headgate.http.Endpoint;
import dev.headgate.http.Identity;
import dev.headgate.http.Limits;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the server listens, within which bounds, and where it keeps its data. `drain` is how long
/// open calls may finish once it is told to go, `negativeCache` for how long a request that has
/// failed is not sent again. With an `identity` it speaks TLS.
public record ServerConfig(
    String host,
    int port,
    @Nullable Identity identity,
    Path dataDir,
    Duration drain,
    Duration negativeCache,
    Limits limits) {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final long GIGABYTE = 1L << 30;

  static ServerConfig read(Section in) {
    var standard = Limits.standard();
    long body = in.size("max-body", standard.maxBody(), 1 << 10, GIGABYTE);
    long bodies =
        in.size("max-bodies-in-flight", standard.maxBodiesInFlight(), 1 << 20, 64 * GIGABYTE);
    if (bodies < body) {
      in.problem("max-bodies-in-flight", "less than max-body (expected: at least as much)");
    }
    return new ServerConfig(
        in.text("host", "127.0.0.1"),
        in.integer("port", 4000, 0, 65_535),
        in.has("tls") ? TlsConfig.read(in.section("tls")).orElse(null) : null,
        Path.of(in.text("data-dir", "headgate-data")),
        in.duration("drain", Duration.ofSeconds(30), Duration.ZERO, Duration.ofMinutes(10)),
        in.duration("negative-cache", Duration.ofSeconds(3), Duration.ZERO, Duration.ofMinutes(1)),
        new Limits(
            standard.loops(),
            (int) Math.min(body, Integer.MAX_VALUE - 8),
            Math.max(body, bodies),
            in.integer("max-connections", standard.maxConnections(), 1, 1_000_000),
            in.duration("keep-alive", standard.keepAlive(), SECOND, Duration.ofHours(1)),
            standard.connectionsPerProvider()));
  }

  ServerConfig alone() {
    return at("127.0.0.1", 0, null);
  }

  /// As programs on this machine reach it: by loopback, where it listens on all addresses.
  public ServerConfig fromHere() {
    return at(
        host.equals("::") ? "::1" : host.equals("0.0.0.0") ? "127.0.0.1" : host, port, identity);
  }

  /// What of a later configuration a server can take over that has started with this one: another
  /// identity in place of its own.
  ServerConfig renewed(ServerConfig later) {
    return identity == null || later.identity == null ? this : at(host, port, later.identity);
  }

  private ServerConfig at(String host, int port, @Nullable Identity identity) {
    return new ServerConfig(host, port, identity, dataDir, drain, negativeCache, limits);
  }

  /// What is wrong with the certificate at this time.
  Optional<String> warning(Instant now) {
    return identity == null
        ? Optional.empty()
        : identity.warning(now).map(why -> "server.tls.certificate: " + identity + " " + why);
  }

  Endpoint endpoint() {
    return new Endpoint(host, port, identity);
  }

  /// Whether only programs on this machine can reach it.
  boolean isLocal() {
    return Access.isLoopback(host);
  }
}
