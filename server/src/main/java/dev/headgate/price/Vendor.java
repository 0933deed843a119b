package dev.headgate.price;

import dev.headgate.protocol.Dialect;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whose price list a provider bills by, and in which region it works, where its address tells.
public record Vendor(String name, @Nullable String region) {
  private static final Map<String, String> OTHER_NAMES = Map.of("google", "gemini");
  private static final Pattern REGIONAL = Pattern.compile("([a-z]{2})\\.api\\.openai\\.com");

  static Optional<Vendor> of(String provider, Dialect dialect, String host, Set<String> vendors) {
    String name = OTHER_NAMES.getOrDefault(provider, provider);
    String vendor =
        vendors.contains(name)
            ? name
            : dialect.equals(Dialect.OPENAI)
                ? "openai"
                : dialect.equals(Dialect.ANTHROPIC) ? "anthropic" : null;
    var regional = REGIONAL.matcher(host);
    String region = regional.matches() ? regional.group(1) : null;
    return Optional.ofNullable(vendor).map(known -> new Vendor(known, region));
  }
}
