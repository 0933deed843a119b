package dev.headgate.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.protocol.Reading;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table in `costs.txt`: what usage costs at every vendor, worked out by hand.
class CostTableTest {
  private static final Prices PRICES =
      Priced.by(
          """
          prices:
            moonshot/kimi-k2.5: { input: $0.60, cache-read: $0.10, output: $2.50 }
            local/*: { input: $0, output: $0 }
          """);

  record Case(
      String shows,
      String provider,
      String model,
      Instant at,
      String answer,
      String usage,
      Optional<NanoUsd> cost) {
    static Case of(String text) {
      List<String> lines = text.lines().toList();
      String[] target = lines.get(1).split("[/ ]", 2);
      String[] model = target[1].split(" ", 2);
      String cost = lines.get(5).substring(2);
      return new Case(
          lines.get(0),
          target[0],
          model[0],
          Instant.parse(model[1]),
          lines.get(2),
          lines.get(3),
          cost.equals("?") ? Optional.empty() : Optional.of(new NanoUsd(Long.parseLong(cost))));
    }

    @Override
    public String toString() {
      return shows;
    }
  }

  static Stream<Case> cases() {
    return Priced.blocks("costs.txt").map(Case::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void costsWhatWasWorkedOutByHand(Case each) {
    Reading reading = Priced.reading(each.answer);
    var cost = PRICES.cost(each.provider, each.model, reading.usage(), reading.terms(), each.at);

    assertThat(reading.usage().toString()).isEqualTo(each.usage);
    assertThat(cost.map(Cost::total)).isEqualTo(each.cost);
  }
}
