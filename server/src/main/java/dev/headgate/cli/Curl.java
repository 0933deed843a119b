package dev.headgate.cli;

import static java.util.stream.Collectors.joining;

import dev.headgate.HeadgateConfig;
import dev.headgate.ServerConfig;
import dev.headgate.feature.Feature;
import dev.headgate.feature.InputType;
import dev.headgate.protocol.Family;
import dev.headgate.provider.Preset;
import dev.headgate.provider.ProviderConfig;

/// Calls to copy into a shell.
final class Curl {
  private Curl() {}

  /// Where a server listens that has this configuration.
  static String address(ServerConfig server, int port) {
    String host = server.host();
    String scheme = server.identity() == null ? "http://" : "https://";
    return scheme + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }

  static String feature(String address, Feature feature) {
    return post("curl ", address, feature, ", \"targeting_key\": \"user-1\"");
  }

  /// The same, whose text comes as it is made.
  static String stream(String address, Feature feature) {
    return post("curl -N ", address, feature, ", \"stream\": true");
  }

  private static String post(String curl, String address, Feature feature, String more) {
    String inputs =
        feature.inputs().entrySet().stream()
            .map(input -> "\"" + input.getKey() + "\": " + sample(input.getValue()))
            .collect(joining(", ", "{", "}"));
    return post(
        curl + address + "/v1/features/" + feature.name() + "/completions",
        "{\"inputs\": " + inputs + more + "}");
  }

  private static String sample(InputType type) {
    return switch (type) {
      case STRING -> "\"Hello\"";
      case INTEGER, NUMBER -> "1";
      case BOOLEAN -> "true";
      case LIST -> "[\"Hello\"]";
    };
  }

  /// A call of the first provider, in its own language.
  static String model(String address, HeadgateConfig config) {
    return config.providers().values().stream()
        .findFirst()
        .map(provider -> model(address, provider))
        .orElse("");
  }

  private static String model(String address, ProviderConfig config) {
    var provider = config.provider();
    String model = Preset.named(provider.name()).map(Preset::model).orElse("MODEL");
    String body =
        "{\"model\": \"%s/%s\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]%s}";
    return switch (provider.dialect().family()) {
      case Family.OPENAI ->
          post(
              "curl " + address + "/v1/chat/completions",
              body.formatted(provider.name(), model, ""));
      case Family.ANTHROPIC ->
          post(
              "curl " + address + "/v1/messages",
              body.formatted(provider.name(), model, ", \"max_tokens\": 400"));
    };
  }

  private static String post(String command, String body) {
    return "  %s \\%n    -H 'content-type: application/json' \\%n    -d '%s'"
        .formatted(command, body);
  }
}
