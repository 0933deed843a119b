package dev.headgate.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which proxy stands between us and a provider, as the usual variables of the environment say:
/// `https_proxy`, `http_proxy`, `no_proxy`, and the same in capitals where those are not set. Our
/// own machine is never reached through a proxy.
public final class Proxies {
  public static final Proxies NONE = from(Map.of());

  private final @Nullable Proxy https;
  private final @Nullable Proxy http;
  private final Direct direct;

  private Proxies(@Nullable Proxy https, @Nullable Proxy http, Direct direct) {
    this.https = https;
    this.http = http;
    this.direct = direct;
  }

  /// An HTTP proxy. Its credentials are never printed.
  public record Proxy(
      String host, int port, boolean tls, @Nullable String user, @Nullable String password) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  /// Reads the variables; throws `IllegalArgumentException` naming the one that makes no sense.
  public static Proxies from(Map<String, String> environment) {
    return new Proxies(
        proxy(environment, "https_proxy"),
        proxy(environment, "http_proxy"),
        Direct.of(variable(environment, "no_proxy")));
  }

  /// The proxy on the way to `origin`, if there is one.
  public Optional<Proxy> on(Upstreams.Origin origin) {
    return Optional.ofNullable(origin.tls() ? https : http)
        .filter(_ -> !direct.covers(origin.host(), origin.port()));
  }

  private static String variable(Map<String, String> environment, String name) {
    String small = environment.get(name);
    return small != null
        ? small.strip()
        : environment.getOrDefault(name.toUpperCase(Locale.ROOT), "").strip();
  }

  private static @Nullable Proxy proxy(Map<String, String> environment, String name) {
    String value = variable(environment, name);
    if (value.isEmpty()) {
      return null;
    }
    try {
      return proxy(new URI(value.contains("://") ? value : "http://" + value));
    } catch (URISyntaxException | IllegalArgumentException malformed) { // which may hold a password
      throw new IllegalArgumentException(
          name + ": not a proxy's address (expected: http://host:port or https://host:port)");
    }
  }

  private static Proxy proxy(URI uri) {
    boolean tls = uri.getScheme().equalsIgnoreCase("https");
    if (uri.getHost() == null || !(tls || uri.getScheme().equalsIgnoreCase("http"))) {
      throw new IllegalArgumentException("not a proxy");
    }
    String[] user =
        uri.getRawUserInfo() == null ? new String[0] : uri.getRawUserInfo().split(":", 2);
    return new Proxy(
        uri.getHost().replaceAll("[\\[\\]]", ""),
        uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80,
        tls,
        user.length > 0 ? decoded(user[0]) : null,
        user.length > 0 ? decoded(user.length > 1 ? user[1] : "") : null);
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
