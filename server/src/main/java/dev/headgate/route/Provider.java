package dev.headgate.route;

import dev.headgate.protocol.Dialect;

/// What a plan must know of a provider.
public record Provider(String name, Dialect dialect, Timeouts timeouts, int retries) {
  /// Of one target in one call, whoever configures it.
  public static final int MOST_RETRIES = 10;
}
