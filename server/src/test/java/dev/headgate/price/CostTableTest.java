package dev.headgate.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Cost;
import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Out;
import dev.headgate.protocol.Reading;
import dev.headgate.protocol.Readings;
import dev.headgate.protocol.Surface;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
          lines.get(2).replace('\'', '"'),
          lines.get(3),
          cost.equals("?") ? Optional.empty() : Optional.of(new NanoUsd(Long.parseLong(cost))));
    }

    /// As it comes over the wire.
    Reading reading() {
      int form = answer.indexOf(' ');
      boolean stream = answer.charAt(form - 1) == '*';
      String surface = answer.substring(0, stream ? form - 1 : form).toUpperCase(Locale.ROOT);
      String json = answer.substring(form + 1);
      byte[] bytes = (stream ? "data: " + json + "\n\n" : json).getBytes(UTF_8);
      var reading = Readings.of(Surface.valueOf(surface), stream, 300);
      String type = stream ? "text/event-stream" : "application/json";
      reading.head(new Head(200, List.of(new Field("content-type", type))));
      reading.take(bytes, 0, bytes.length, new Out());
      reading.end(new Out());
      return reading;
    }

    @Override
    public String toString() {
      return shows;
    }
  }

  static Stream<Case> cases() throws IOException {
    try (var file = CostTableTest.class.getResourceAsStream("costs.txt")) {
      String text = new String(file.readAllBytes(), UTF_8);
      return Arrays.stream(text.split("\n\n", -1))
          .filter(block -> !block.startsWith("#"))
          .map(String::strip)
          .map(Case::of)
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void costsWhatWasWorkedOutByHand(Case each) {
    Reading reading = each.reading();
    var cost = PRICES.cost(each.provider, each.model, reading.usage(), reading.terms(), each.at);

    assertThat(reading.usage().toString()).isEqualTo(each.usage);
    assertThat(cost.map(Cost::total)).isEqualTo(each.cost);
  }
}
