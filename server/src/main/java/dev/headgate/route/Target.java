package dev.headgate.route;

import dev.headgate.protocol.Dialect;

/// One provider and one of its models, as the provider names it.
public record Target(String provider, String model, Dialect dialect) {
  @Override
  public String toString() {
    return provider + "/" + model;
  }
}
