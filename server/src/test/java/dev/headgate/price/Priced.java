package dev.headgate.price;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.config.ConfigFile;
import dev.headgate.config.Environment;
import dev.headgate.config.Problems;
import dev.headgate.protocol.Dialect;
import dev.headgate.protocol.Reading;
import dev.headgate.protocol.Readings;
import dev.headgate.protocol.Surface;
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
import java.util.stream.Stream;

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

  /// Reads an answer over the wire: `chat {'usage':…}`, with ' for "; after `chat*` as an event.
  static Reading reading(String answer) {
    String[] parts = answer.replace('\'', '"').split(" ", 2);
    boolean stream = parts[0].endsWith("*");
    String surface = parts[0].replace("*", "").toUpperCase(Locale.ROOT);
    byte[] bytes = (stream ? "data: " + parts[1] + "\n\n" : parts[1]).getBytes(UTF_8);
    var reading = Readings.of(Surface.valueOf(surface), stream, 300);
    String type = stream ? "text/event-stream" : "application/json";
    reading.head(new Head(200, List.of(new Field("content-type", type))));
    reading.take(bytes, 0, bytes.length, new Out());
    reading.end(new Out());
    return reading;
  }

  /// The blocks of a table beside these classes, without what explains it.
  static Stream<String> blocks(String table) {
    try (var file = Priced.class.getResourceAsStream(table)) {
      String text = new String(file.readAllBytes(), UTF_8);
      return Stream.of(text.split("\n\n", -1))
          .filter(block -> !block.startsWith("#"))
          .map(String::strip);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
