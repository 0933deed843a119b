package dev.headgate.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Unit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// One of the invoices worked by hand in `invoices.txt`: who is billed for what and when, what the
/// provider answers and on which surface, and what that comes to, line by line.
public record Invoice(
    String title,
    String provider,
    String model,
    Instant at,
    String surface,
    String answer,
    List<Line> lines,
    String rule,
    long nanos) {

  /// So many of a unit, at so many dollars a million tokens or a thousand requests.
  public record Line(Unit unit, long count, String dollars, long nanos) {
    /// Reads `output 900 at 20 = 18000000`.
    static Line of(String text) {
      String[] words = text.split(" ", -1);
      Unit unit = Unit.valueOf(words[0].toUpperCase(Locale.ROOT));
      return new Line(unit, Long.parseLong(words[1]), words[3], Long.parseLong(words[5]));
    }
  }

  public static Stream<Invoice> all() {
    try (var file = Invoice.class.getResourceAsStream("/dev/headgate/price/invoices.txt")) {
      return Stream.of(new String(file.readAllBytes(), UTF_8).split("\n\n", -1))
          .filter(block -> !block.startsWith("#"))
          .map(block -> of(block.strip().lines().toList()));
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private static Invoice of(List<String> lines) {
    String[] target = lines.get(1).split("[/ ]", -1);
    String[] answer = lines.get(2).replace('\'', '"').split(" ", 2);
    int end = lines.size() - 2;
    return new Invoice(
        lines.getFirst(),
        target[0],
        target[1],
        Instant.parse(target[2]),
        answer[0],
        answer[1],
        lines.subList(3, end).stream().map(Line::of).toList(),
        lines.get(end),
        Long.parseLong(lines.getLast().substring(2)));
  }

  @Override
  public String toString() {
    return title;
  }
}
