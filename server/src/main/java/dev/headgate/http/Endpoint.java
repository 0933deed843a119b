package dev.headgate.http;

import org.jspecify.annotations.Nullable;

/// Where a server listens: on `port` of `host`, 0 being any that is free; with an identity, for TLS
/// alone.
public record Endpoint(String host, int port, @Nullable Identity identity) {
  /// Without TLS.
  public static Endpoint plain(String host, int port) {
    return new Endpoint(host, port, null);
  }
}
