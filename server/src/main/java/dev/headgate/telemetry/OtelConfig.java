package dev.headgate.telemetry;

import dev.headgate.base.Secret;
import dev.headgate.base.Share;
import dev.headgate.config.Environment;
import dev.headgate.config.Section;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where telemetry goes by OTLP, in which form, and how much of it; `sample` is the share of calls
/// without anything remarkable whose spans are sent. Without an endpoint nothing is sent anywhere.
public record OtelConfig(
    @Nullable URI endpoint,
    Map<String, Secret> headers,
    Preset preset,
    Share sample,
    boolean metrics,
    GenAi genai) {
  /// Whose attributes spans carry beside the standard ones.
  public enum Preset {
    OTLP,
    LANGFUSE,
    PHOENIX
  }

  /// Which names of the convention for generative AI, which is not settled yet, are used.
  public enum GenAi {
    /// Those of its last release, 1.41, which today's receivers read.
    STABLE,
    /// Those that are to follow.
    LATEST
  }

  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";
  private static final String OPT_IN = "OTEL_SEMCONV_STABILITY_OPT_IN";
  private static final Share TENTH = Share.parse("10%");
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}");

  public OtelConfig {
    headers = Map.copyOf(headers);
  }

  /// Reads `otel: { endpoint: http://127.0.0.1:4318 }`. What it does not say of endpoint, headers
  /// and names is taken from the environment's standard variables.
  public static OtelConfig read(Section in, Environment environment) {
    var latest = environment.get(OPT_IN).filter(OtelConfig::optsIn).isPresent();
    return new OtelConfig(
        endpoint(in, environment).orElse(null),
        in.has("headers") ? headers(in.section("headers")) : headers(in, environment),
        in.choice("preset", Preset.OTLP),
        in.value("sample", "a percentage, as 5%", OtelConfig::share).orElse(TENTH),
        in.flag("metrics", true),
        in.choice("genai", latest ? GenAi.LATEST : GenAi.STABLE));
  }

  /// Whether anything is sent.
  public boolean isOn() {
    return endpoint != null;
  }

  /// Whether metrics are sent, too; only a receiver of plain OTLP takes them.
  boolean pushesMetrics() {
    return isOn() && metrics && preset == Preset.OTLP;
  }

  private static boolean optsIn(String list) {
    return java.util.List.of(list.split("\\s*,\\s*")).contains("gen_ai_latest_experimental");
  }

  private static Optional<Share> share(String text) {
    try {
      return Optional.of(Share.parse(text));
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<URI> endpoint(Section in, Environment environment) {
    return in.has("endpoint")
        ? in.text("endpoint").flatMap(text -> url(text, why -> in.problem("endpoint", why)))
        : environment
            .get(ENDPOINT)
            .flatMap(text -> url(text, why -> in.problem(ENDPOINT + ": " + why)));
  }

  /// No message repeats it, for it may hold a credential.
  private static Optional<URI> url(String text, Consumer<String> trouble) {
    try {
      URI url = URI.create(text.strip().replaceAll("/+$", ""));
      String scheme = url.getScheme() == null ? "" : url.getScheme();
      if (url.getHost() == null || !scheme.matches("(?i)https?")) {
        trouble.accept("not the URL of a server (expected: such as http://127.0.0.1:4318)");
      } else if (url.getRawUserInfo() != null || url.getRawQuery() != null) {
        trouble.accept("holds a credential or a query (expected: credentials in headers)");
      } else if (url.getRawPath().endsWith("/v1/traces")) {
        trouble.accept("ends in the route /v1/traces (expected: the part before it)");
      } else {
        return Optional.of(url);
      }
    } catch (IllegalArgumentException malformed) {
      trouble.accept("not a URL (expected: such as http://127.0.0.1:4318)");
    }
    return Optional.empty();
  }

  private static Map<String, Secret> headers(Section in) {
    var headers = new LinkedHashMap<String, Secret>();
    for (String name : in.keys()) {
      if (TOKEN.matcher(name).matches()) {
        in.secretText(name).ifPresent(value -> headers.put(name, value));
      } else {
        in.problem(name, "not the name of a header field");
      }
    }
    return headers;
  }

  /// As the standard writes them: `name=value,name=value`, percent-encoded.
  private static Map<String, Secret> headers(Section in, Environment environment) {
    var headers = new LinkedHashMap<String, Secret>();
    for (String pair : environment.get(HEADERS).orElse("").split(",", -1)) {
      String[] parts = pair.strip().split("\\s*=\\s*", 2);
      if (parts.length == 2 && TOKEN.matcher(parts[0]).matches()) {
        decoded(parts[1]).ifPresent(value -> headers.put(parts[0], new Secret(value)));
      }
      if (!pair.isBlank() && !headers.containsKey(parts[0])) {
        in.problem(HEADERS + ": not a list of header fields (expected: name=value,name=value)");
      }
    }
    return headers;
  }

  private static Optional<String> decoded(String text) {
    try {
      String plus = text.replace("+", "%2B"); // which is itself here, not a space
      return Optional.of(java.net.URLDecoder.decode(plus, java.nio.charset.StandardCharsets.UTF_8))
          .filter(value -> value.matches("[ -~]+"));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }
}
