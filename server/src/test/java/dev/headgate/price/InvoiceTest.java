package dev.headgate.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.protocol.Reading;
import dev.headgate.testkit.Invoice;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The invoices in `invoices.txt`, line by line.
class InvoiceTest {
  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.headgate.testkit.Invoice#all")
  void comesToWhatWasWorkedOutByHand(Invoice each) {
    Reading reading = Priced.reading(each.surface() + " " + each.answer());

    Cost cost =
        Priced.by("{}")
            .cost(each.provider(), each.model(), reading.usage(), reading.terms(), each.at())
            .orElseThrow();

    assertThat(cost.lines()).isEqualTo(each.lines().stream().map(InvoiceTest::line).toList());
    assertThat(cost.lines().stream().map(line -> line.total().nanos()))
        .isEqualTo(each.lines().stream().map(Invoice.Line::nanos).toList());
    assertThat(cost.rule()).isEqualTo(each.rule());
    assertThat(cost.total()).isEqualTo(new NanoUsd(each.nanos()));
  }

  private static Cost.Line line(Invoice.Line line) {
    long picos = Dollars.picos(line.dollars(), line.unit()).orElseThrow();
    return new Cost.Line(line.unit(), line.count(), picos);
  }
}
