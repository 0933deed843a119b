package dev.headgate.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.NanoUsd;
import dev.headgate.protocol.Terms;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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

    Terms terms() {
      JsonNode said = JsonMapper.shared().readTree(answer.substring(answer.indexOf('{')));
      JsonNode usage = said.path("usage");
      String tier = word(said.path("service_tier"));
      return new Terms(
          null,
          tier == null ? word(usage.path("service_tier")) : tier,
          word(usage.path("speed")),
          word(usage.path("inference_geo")));
    }

    private static @Nullable String word(JsonNode node) {
      return node.isString() ? node.asString() : null;
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
    var cost =
        PRICES.cost(each.provider, each.model, Priced.usage(each.usage), each.terms(), each.at);

    assertThat(cost.map(known -> known.total())).isEqualTo(each.cost);
  }
}
