package dev.headgate.provider;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.headgate.config.Environment;
import dev.headgate.config.Section;
import dev.headgate.protocol.Dialect;
import dev.headgate.protocol.Family;
import dev.headgate.route.Provider;
import dev.headgate.route.Target;
import dev.headgate.route.Timeouts;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A provider as configured: `anthropic: { api-key: ${ANTHROPIC_API_KEY} }`. What is not said comes
/// from the preset of its name, or of its kind.
public record ProviderConfig(
    Provider provider, Endpoint endpoint, CircuitConfig circuit, BulkheadConfig bulkhead) {
  /// Whose language it speaks.
  public enum Kind {
    OPENAI,
    ANTHROPIC,
    OPENAI_COMPATIBLE
  }

  private static final int RETRIES = 2;

  public static ProviderConfig read(String name, Section in, Environment environment) {
    Optional<Kind> kind = in.choice("kind", Kind.class);
    Optional<Preset> preset = kind.isEmpty() ? Preset.named(name) : presetOf(kind.get());
    if (kind.isEmpty() && preset.isEmpty()) {
      in.problem(
          "nothing is known of " + name + " (expected: kind: openai-compatible, and a base-url)");
    }
    Dialect dialect = preset.map(Preset::dialect).orElse(Dialect.COMPATIBLE);
    BaseUrl url = baseUrl(name, in, environment, preset, dialect.family());
    List<ApiKey> keys = ApiKey.read(in);
    String variable = preset.map(Preset::keyVariable).orElse(null);
    boolean vendors = !in.has("base-url"); // whether another server wants a key is not known
    if (variable != null && vendors && !in.has("api-key") && !in.has("api-keys")) {
      in.problem("no api-key (expected: api-key: ${" + variable + "})");
    }
    Timeouts timeouts = Timeouts.read(in.section("timeouts")).apply(Timeouts.STANDARD);
    int retries = in.integer("retries", RETRIES, 0, Provider.MOST_RETRIES);
    return new ProviderConfig(
        new Provider(name, dialect, timeouts, retries),
        url.endpoint(dialect.family(), keys),
        CircuitConfig.read(in.section("circuit")),
        BulkheadConfig.read(in.section("concurrency")));
  }

  private static Optional<Preset> presetOf(Kind kind) {
    return switch (kind) {
      case OPENAI -> Preset.named("openai");
      case ANTHROPIC -> Preset.named("anthropic");
      case OPENAI_COMPATIBLE -> Optional.empty();
    };
  }

  private static BaseUrl baseUrl(
      String name, Section in, Environment environment, Optional<Preset> preset, Family family) {
    Optional<String> written = in.text("base-url");
    String url =
        written
            .or(() -> environment.get(variable(name)))
            .or(() -> preset.map(Preset::baseUrl))
            .orElse("");
    if (url.isEmpty()) {
      in.problem("no base-url (expected: base-url: http://host:port/v1)");
      return BaseUrl.NOWHERE;
    }
    try {
      return BaseUrl.parse(url, family);
    } catch (IllegalArgumentException wrong) {
      String source = written.isPresent() ? "" : variable(name) + ": ";
      in.problem("base-url", source + wrong.getMessage());
      return BaseUrl.NOWHERE;
    }
  }

  private static String variable(String name) {
    return "HEADGATE_" + name.toUpperCase(Locale.ROOT).replace('-', '_') + "_BASE_URL";
  }

  static ProviderConfig of(Target target, Map<String, ProviderConfig> configs) {
    ProviderConfig config = configs.get(target.provider());
    if (config == null) {
      throw new IllegalStateException("no provider of " + target);
    }
    return config;
  }

  static Map<String, Endpoint> endpoints(Map<String, ProviderConfig> configs) {
    return configs.values().stream()
        .collect(toUnmodifiableMap(each -> each.provider.name(), ProviderConfig::endpoint));
  }

  /// For people: whether a credential is there, never which.
  public boolean hasKey() {
    return !endpoint.keys().isEmpty();
  }

  public String host() {
    return endpoint.origin().host();
  }

  public int port() {
    return endpoint.origin().port();
  }
}
