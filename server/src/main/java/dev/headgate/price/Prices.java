package dev.headgate.price;

import dev.headgate.base.Cost;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import java.time.Instant;
import java.util.Optional;

/// The price list in force. What it does not know has no price; that is not the same as nothing.
public final class Prices {
  public static final Prices NONE = new Prices();

  private Prices() {}

  /// Names the list: the same prices have the same version.
  public String version() {
    return "none";
  }

  /// What an attempt cost at a time; empty where any unit of its usage has no price.
  public Optional<Cost> cost(String provider, String model, Usage usage, Terms terms, Instant at) {
    return Optional.empty();
  }
}
