package dev.headgate.price;

import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.config.ConfigFile;
import dev.headgate.config.Environment;
import dev.headgate.config.Problems;
import dev.headgate.protocol.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Price lists and usage as these tests write them.
final class Priced {
  private Priced() {}

  /// The catalogue and a configuration's `prices`, for all its vendors, `openai-eu` at OpenAI's
  /// European address, and `local`, `moonshot` and `perplexity` without a vendor.
  static Prices by(String yaml) {
    var problems = new Problems();
    PriceConfig configured = config(yaml, problems);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(problems.toString());
    }
    var catalogue = Catalogue.shipped();
    var vendors = new LinkedHashMap<String, Optional<Vendor>>();
    for (String name :
        List.of(
            "openai",
            "anthropic",
            "gemini",
            "xai",
            "deepseek",
            "mistral",
            "groq",
            "cohere",
            "local",
            "moonshot",
            "perplexity")) {
      vendors.put(name, catalogue.vendor(name, Dialect.COMPATIBLE, "localhost"));
    }
    vendors.put("openai-eu", catalogue.vendor("openai-eu", Dialect.OPENAI, "eu.api.openai.com"));
    return Prices.of(catalogue, configured, vendors);
  }

  static PriceConfig config(String yaml, Problems problems) {
    try {
      Path file = Files.createTempFile("prices", ".yaml");
      try {
        Files.writeString(file, yaml);
        var root = ConfigFile.read(file, new Environment(Map.of()), problems);
        PriceConfig read = PriceConfig.read(root.section("prices"));
        root.finish();
        return read;
      } finally {
        Files.delete(file);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Reads what `Usage` says of itself: `provider input=10 output=7`.
  static Usage usage(String text) {
    var counts = new EnumMap<Unit, Long>(Unit.class);
    String[] words = text.split(" ", -1);
    for (String word : List.of(words).subList(1, words.length)) {
      String[] count = word.split("=", 2);
      counts.put(Unit.valueOf(count[0].toUpperCase(Locale.ROOT)), Long.valueOf(count[1]));
    }
    return Usage.of(counts, Usage.Source.valueOf(words[0].toUpperCase(Locale.ROOT)));
  }
}
