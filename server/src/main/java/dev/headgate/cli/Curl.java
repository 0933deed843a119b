package dev.headgate.cli;

import static java.util.stream.Collectors.joining;

import dev.headgate.HeadgateConfig;
import dev.headgate.feature.Feature;
import dev.headgate.protocol.Family;
import dev.headgate.provider.ProviderConfig;

/// Calls to copy into a shell.
final class Curl {
  private Curl() {}

  static String feature(String address, Feature feature) {
    String inputs =
        feature.inputs().stream()
            .map(name -> "\"" + name + "\": \"…\"")
            .collect(joining(", ", "{", "}"));
    return post(
        address + "/v1/features/" + feature.name() + "/completions",
        "{\"inputs\": " + inputs + ", \"targeting_key\": \"user-1\"}");
  }

  static String model(String address, HeadgateConfig config) {
    return config.providers().values().stream()
        .findFirst()
        .map(provider -> model(address, provider))
        .orElse("");
  }

  private static String model(String address, ProviderConfig provider) {
    String body =
        "{\"model\": \""
            + provider.provider().name()
            + "/MODEL\", \"max_tokens\": 100,"
            + " \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}";
    boolean openAi = provider.provider().dialect().family() == Family.OPENAI;
    return post(address + (openAi ? "/v1/chat/completions" : "/v1/messages"), body);
  }

  private static String post(String url, String body) {
    return "  curl "
        + url
        + " \\\n    -H 'content-type: application/json' \\\n    -d '"
        + body
        + "'";
  }
}
