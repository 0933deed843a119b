package dev.headgate.provider;

import dev.headgate.http.Upstreams.Origin;
import dev.headgate.protocol.Family;
import java.net.URI;
import java.util.List;

/// A provider's base URL as its vendor's SDK writes it: OpenAI's with `/v1`, Anthropic's without.
record BaseUrl(Origin origin, String path, String query) {
  static final BaseUrl NOWHERE = new BaseUrl(new Origin("nowhere.invalid", 443, true), "", "");

  private static final List<String> ROUTES =
      List.of("/chat/completions", "/responses", "/embeddings", "/messages", "/completions");

  /// Refuses what would call a route that does not exist; says why without repeating the URL, which
  /// may hold a credential.
  static BaseUrl parse(String text, Family family) {
    URI url = uri(text);
    String host = url.getHost();
    boolean tls = "https".equalsIgnoreCase(url.getScheme());
    if (host == null || !(tls || "http".equalsIgnoreCase(url.getScheme()))) {
      throw wrong("not the URL of a server (expected: http://host:port/v1 or https://…)");
    }
    if (url.getRawUserInfo() != null) {
      throw wrong("holds a user name or password (expected: the credential in api-key)");
    }
    if (url.getRawFragment() != null) {
      throw wrong("holds a fragment (expected: nothing behind #)");
    }
    String path = url.getRawPath().replaceAll("/+", "/").replaceAll("/$", "");
    for (String route : ROUTES) {
      if (path.endsWith(route)) {
        throw wrong("ends in the route " + route + " (expected: the part before it)");
      }
    }
    if (family == Family.ANTHROPIC && path.endsWith("/v1")) {
      throw wrong(
          "ends in /v1, so /v1/v1/messages would be called (expected: no /v1 for anthropic)");
    }
    int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
    String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    return new BaseUrl(new Origin(host, port, tls), path, query);
  }

  private static URI uri(String text) {
    try {
      return URI.create(text.strip());
    } catch (IllegalArgumentException malformed) {
      throw wrong("not a URL (expected: http://host:port/v1 or https://…)");
    }
  }

  private static IllegalArgumentException wrong(String why) {
    return new IllegalArgumentException(why);
  }

  /// Without the query, which may hold a credential.
  @Override
  public String toString() {
    return origin.host() + path;
  }

  Endpoint endpoint(Family family, List<ApiKey> keys) {
    return new Endpoint(origin, family, path, query, keys, Credentials.of(keys, query));
  }
}
