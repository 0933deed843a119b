package dev.headgate.provider;

import static java.util.stream.Collectors.joining;

import dev.headgate.config.Environment;
import dev.headgate.protocol.Dialect;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a vendor before anything is configured: one line of data each. A vendor without
/// a key variable needs no key. `model` is a cheap one for the first steps, where the vendor has a
/// list of its own.
public record Preset(
    String name,
    Dialect dialect,
    String baseUrl,
    @Nullable String keyVariable,
    @Nullable String model) {

  /// In the order in which `init` and a start without a file look for keys.
  public static final List<Preset> ALL =
      List.of(
          new Preset(
              "anthropic",
              Dialect.ANTHROPIC,
              "https://api.anthropic.com",
              "ANTHROPIC_API_KEY",
              "claude-haiku-5-5"),
          new Preset(
              "openai",
              Dialect.OPENAI,
              "https://api.openai.com/v1",
              "OPENAI_API_KEY",
              "gpt-6-luna"),
          new Preset(
              "gemini",
              Dialect.COMPATIBLE,
              "https://generativelanguage.googleapis.com/v1beta/openai",
              "GEMINI_API_KEY",
              "gemini-3.8-flash"),
          new Preset(
              "openrouter",
              Dialect.COMPATIBLE,
              "https://openrouter.ai/api/v1",
              "OPENROUTER_API_KEY",
              "openai/gpt-6-luna"),
          new Preset("ollama", Dialect.COMPATIBLE, "http://127.0.0.1:11434/v1", null, null),
          new Preset("vllm", Dialect.COMPATIBLE, "http://127.0.0.1:8000/v1", null, null));

  /// What a configuration would say that has a provider for each key in the environment.
  public static String implied(Environment environment) {
    return ALL.stream()
        .filter(each -> each.keyVariable != null && environment.get(each.keyVariable).isPresent())
        .map(each -> each.name + ": { api-key: ${" + each.keyVariable + "} }")
        .collect(joining(", ", "providers: { ", " }"));
  }

  public static Optional<Preset> named(String name) {
    return ALL.stream().filter(each -> each.name.equals(name)).findFirst();
  }
}
