package dev.headgate.provider;

import dev.headgate.protocol.Dialect;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of a vendor before anything is configured: one line of data each. A vendor without
/// a key variable needs no key.
public record Preset(String name, Dialect dialect, String baseUrl, @Nullable String keyVariable) {

  /// In the order in which `init` and a start without a file look for keys.
  public static final List<Preset> ALL =
      List.of(
          new Preset(
              "anthropic", Dialect.ANTHROPIC, "https://api.anthropic.com", "ANTHROPIC_API_KEY"),
          new Preset("openai", Dialect.OPENAI, "https://api.openai.com/v1", "OPENAI_API_KEY"),
          new Preset(
              "gemini",
              Dialect.COMPATIBLE,
              "https://generativelanguage.googleapis.com/v1beta/openai",
              "GEMINI_API_KEY"),
          new Preset(
              "openrouter",
              Dialect.COMPATIBLE,
              "https://openrouter.ai/api/v1",
              "OPENROUTER_API_KEY"),
          new Preset("ollama", Dialect.COMPATIBLE, "http://127.0.0.1:11434/v1", null),
          new Preset("vllm", Dialect.COMPATIBLE, "http://127.0.0.1:8000/v1", null));

  public static Optional<Preset> named(String name) {
    return ALL.stream().filter(each -> each.name.equals(name)).findFirst();
  }
}
