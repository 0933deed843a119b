package dev.headgate;

import dev.headgate.protocol.Dialect;
import dev.headgate.provider.ProviderConfig;
import dev.headgate.telemetry.TraceSetting.Peer;
import java.util.Map;

/// Providers under the names that OpenTelemetry's convention has for their vendors.
final class Peers {
  /// Where it is not what people call their provider.
  private static final Map<String, String> VENDORS =
      Map.of(
          "gemini", "gcp.gemini",
          "google", "gcp.gemini",
          "mistral", "mistral_ai",
          "moonshot", "moonshot_ai",
          "xai", "x_ai");

  private Peers() {}

  static Peer of(ProviderConfig config) {
    return new Peer(vendor(config), config.host(), config.port());
  }

  /// Who speaks a vendor's own dialect is that vendor, whatever it is called here.
  private static String vendor(ProviderConfig config) {
    Dialect dialect = config.provider().dialect();
    String name = config.provider().name();
    return dialect.equals(Dialect.OPENAI)
        ? "openai"
        : dialect.equals(Dialect.ANTHROPIC) ? "anthropic" : VENDORS.getOrDefault(name, name);
  }
}
