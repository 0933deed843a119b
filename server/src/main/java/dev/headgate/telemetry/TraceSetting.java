package dev.headgate.telemetry;

import java.util.Map;

/// What spans say of the configuration in force: the providers by name, and for each feature the
/// variant that is served by default.
public record TraceSetting(Map<String, Peer> peers, Map<String, String> defaults) {
  /// Where a provider is, and its vendor's name in the convention, such as `gcp.gemini`.
  public record Peer(String vendor, String host, int port) {}

  static final TraceSetting NONE = new TraceSetting(Map.of(), Map.of());

  public TraceSetting {
    peers = Map.copyOf(peers);
    defaults = Map.copyOf(defaults);
  }

  /// Whether a feature is served by something else than its default.
  boolean isCandidate(String feature, String variant) {
    return !variant.equals(defaults.get(feature));
  }
}
