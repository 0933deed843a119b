package dev.headgate.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Unit;
import dev.headgate.protocol.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The invoices in `invoices.txt`, line by line.
class InvoiceTest {
  record Invoice(
      String title,
      String provider,
      String model,
      Instant at,
      String answer,
      List<String> lines,
      String rule,
      NanoUsd total) {
    static Invoice of(String text) {
      List<String> lines = text.lines().toList();
      String[] target = lines.get(1).split("[/ ]", -1);
      int end = lines.size() - 2;
      return new Invoice(
          lines.get(0),
          target[0],
          target[1],
          Instant.parse(target[2]),
          lines.get(2),
          lines.subList(3, end),
          lines.get(end),
          new NanoUsd(Long.parseLong(lines.getLast().substring(2))));
    }

    @Override
    public String toString() {
      return title;
    }
  }

  static Stream<Invoice> invoices() {
    return Priced.blocks("invoices.txt").map(Invoice::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invoices")
  void comesToWhatWasWorkedOutByHand(Invoice each) {
    Reading reading = Priced.reading(each.answer);

    Cost cost =
        Priced.by("{}")
            .cost(each.provider, each.model, reading.usage(), reading.terms(), each.at)
            .orElseThrow();

    assertThat(cost.lines()).isEqualTo(each.lines.stream().map(InvoiceTest::line).toList());
    assertThat(cost.lines().stream().map(Cost.Line::total))
        .isEqualTo(each.lines.stream().map(InvoiceTest::total).toList());
    assertThat(cost.rule()).isEqualTo(each.rule);
    assertThat(cost.total()).isEqualTo(each.total);
  }

  /// Reads `output 900 at 20 = 18000000`.
  private static Cost.Line line(String text) {
    String[] words = text.split(" ", -1);
    Unit unit = Unit.valueOf(words[0].toUpperCase(Locale.ROOT));
    long picos = Dollars.picos(words[3], unit).orElseThrow();
    return new Cost.Line(unit, Long.parseLong(words[1]), picos);
  }

  private static NanoUsd total(String text) {
    return new NanoUsd(Long.parseLong(text.replaceFirst(".* = ", "")));
  }
}
