package dev.headgate.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Collections.unmodifiableSortedMap;
import static java.util.stream.Collectors.collectingAndThen;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.headgate.protocol.Dialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What vendors charge, by `vendor/model`, as of a day.
public record Catalogue(LocalDate facts, SortedMap<String, ModelPrice> models) {
  private static final String FILE = "/prices.txt";
  private static final String FACTS = "facts=";

  public Catalogue {
    models = unmodifiableSortedMap(new TreeMap<>(models));
  }

  /// The one that comes with this version of Headgate.
  public static Catalogue shipped() {
    return Shipped.CATALOGUE;
  }

  /// Read once, when somebody first asks.
  private static final class Shipped {
    private static final Catalogue CATALOGUE = parse(text());

    private static String text() {
      try (var file = Objects.requireNonNull(Catalogue.class.getResourceAsStream(FILE), FILE)) {
        return new String(file.readAllBytes(), UTF_8);
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }

  /// Whose prices a provider has: those of the vendor it is named after; else, if it speaks
  /// OpenAI's own or Anthropic's language, that one's. Who is only like OpenAI has prices of its
  /// own.
  public Optional<Vendor> vendor(String provider, Dialect dialect, String host) {
    var vendors = models.keySet().stream().map(name -> name.split("/", 2)[0]).collect(toSet());
    return Vendor.of(provider, dialect, host, vendors);
  }

  /// Reads the format of `prices.txt`; all that is wrong comes out together.
  static Catalogue parse(String text) {
    var rules = new ArrayList<Rule>();
    var problems = new ArrayList<String>();
    LocalDate facts = LocalDate.EPOCH;
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.startsWith(FACTS)) {
        facts = LocalDate.parse(line.substring(FACTS.length()));
      } else if (!line.isBlank() && !line.startsWith("#")) {
        try {
          rules.add(RuleLine.parse(line));
        } catch (IllegalArgumentException wrong) {
          problems.add("line " + number + ": " + wrong.getMessage());
        }
      }
    }
    var models =
        rules.stream()
            .collect(
                groupingBy(
                    Rule::model, TreeMap::new, collectingAndThen(toList(), ModelPrice::new)));
    models.values().forEach(model -> problems.addAll(Soundness.problems(model.rules())));
    return sound(problems, new Catalogue(facts, models));
  }

  private static Catalogue sound(List<String> problems, Catalogue catalogue) {
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("the catalogue:\n" + String.join("\n", problems));
    }
    return catalogue;
  }
}
