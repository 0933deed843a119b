package dev.headgate.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.NanoUsd;
import dev.headgate.base.Unit;
import dev.headgate.config.Problems;
import dev.headgate.protocol.Terms;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceConfigTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static String problems(String yaml) {
    var problems = new Problems();
    Priced.config(yaml, problems);
    return problems.toString().replaceAll("(?m)^[^:]*/prices[^:]*:", "");
  }

  private static long rate(Prices prices, String provider, String model, Unit unit) {
    return prices
        .find(provider, model)
        .flatMap(price -> price.rule(10, NOW))
        .map(rule -> rule.rates().picos(unit))
        .orElse(Rates.UNKNOWN);
  }

  @Test
  void rw25APriceOfInputAloneIsRefusedWithItsLine() {
    assertThat(problems("prices:\n  openai/m:\n    input: $1\n"))
        .isEqualTo(
            "2: prices.openai/m.output: missing (expected: dollars, from $0 to $999999, in steps of"
                + " $0.000001; $0 if it costs nothing)");
    assertThat(problems("prices:\n  openai/m: { output: $1 }\n"))
        .startsWith("2: prices.openai/m.i");
    assertThat(problems("prices:\n  a/b: { input: $1, output: $1, above: { input: $2 } }\n"))
        .contains("prices.a/b.above.output: missing")
        .contains("prices.a/b.above.input-tokens: missing");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "$1.0000001 | $1.0000001 (expected: dollars",
        "1          | 1 (expected: dollars",
        "€1         | €1 (expected: dollars",
        "$ 1        | $ 1 (expected: dollars",
        "$-1        | $-1 (expected: dollars",
        "$1e3       | $1e3 (expected: dollars",
        "$01        | $01 (expected: dollars",
        "$1,000     | $1,000 (expected: dollars",
        "$.5        | $.5 (expected: dollars",
        "$5.        | $5. (expected: dollars",
        "$1000000   | $1000000 (expected: dollars",
        "$          | $ (expected: dollars",
        "null       | nothing (expected: dollars",
        "[1]        | a list (expected: dollars"
      })
  void anAmountIsWrittenInOneWay(String amount, String why) {
    assertThat(problems("prices:\n  a/b:\n    input: " + amount + "\n    output: $0\n"))
        .startsWith("3: prices.a/b.input: " + why)
        .doesNotContain("\n");
  }

  @Test
  void onePicoDollarATokenIsExact() {
    Prices prices = Priced.by("prices: { local/m: { input: $0.000001, output: $999999.999999 } }");

    assertThat(rate(prices, "local", "m", Unit.INPUT)).isEqualTo(1);
    assertThat(rate(prices, "local", "m", Unit.OUTPUT)).isEqualTo(999_999_999_999L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ input: $1, output: $1, cache-read: $1.01 } | cache-read: $1.01 (expected: $0.00 to $1.00",
        "{ input: $1, output: $1, cache-write: $0.99 } | cache-write-5m: $0.99 (expected: $1.00 to $3.00",
        "{ input: $1, output: $1, cache-write-1h: $4 } | cache-write-1h: $4.00 (expected: $1.00 to",
        "{ input: $1, output: $1, tiers: { flex: 0 } } | a factor from 0.001 to 100",
        "{ input: $1, output: $1, tiers: { flex: 1e2 } } | a factor from 0.001 to 100",
        "{ input: $1, output: $1, tiers: { flexx: 1 } } | unknown key; did you mean flex?",
        "{ input: $0.000001, output: $1, tiers: { flex: 0.5 } } | a part of a pico-dollar",
        "{ input: $1, output: $1, cache_read: $1 } | unknown key; did you mean cache-read?",
        "$1 | (expected: a mapping)"
      })
  void whatIsNotSoundIsRefused(String price, String why) {
    assertThat(problems("prices:\n  a/b: " + price + "\n")).startsWith("2: ").contains(why);
  }

  @ParameterizedTest
  @CsvSource({"model", "/m", "a/", "a/b*", "a/*/b", "'a/b c'", "A/b", "'*'", "a//b"})
  void anythingButAModelIsNoName(String name) {
    assertThat(problems("prices:\n  '" + name + "': { input: $1, output: $1 }\n"))
        .contains("no model (expected: provider/model, or provider/*");
  }

  @Test
  void theMostParticularNameWins() {
    Prices prices =
        Priced.by(
            """
            prices:
              local/*: { input: $1, output: $1 }
              local/meta-llama/*: { input: $2, output: $2 }
              local/meta-llama/llama-4:free: { input: $3, output: $3 }
              openai/gpt-4o: { input: $4, output: $4 }
              anthropic/*: { input: $5, output: $5 }
            """);

    assertThat(rate(prices, "local", "x", Unit.INPUT)).isEqualTo(1_000_000);
    assertThat(rate(prices, "local", "meta-llama/x", Unit.INPUT)).isEqualTo(2_000_000);
    assertThat(rate(prices, "local", "meta-llama/llama-4:free", Unit.INPUT)).isEqualTo(3_000_000);
    assertThat(rate(prices, "local", "meta-llamas/x", Unit.INPUT)).isEqualTo(1_000_000);
    assertThat(rate(prices, "openai", "gpt-4o-2024-11-20", Unit.INPUT)).isEqualTo(4_000_000);
    assertThat(rate(prices, "openai", "gpt-4o-2024-05-13", Unit.INPUT)).isEqualTo(5_000_000);
    assertThat(rate(prices, "openai", "gpt-4o-mini", Unit.INPUT)).isEqualTo(150_000);
    assertThat(rate(prices, "anthropic", "claude-opus-5-5", Unit.INPUT)).isEqualTo(5_000_000);
  }

  @Test
  void itTakesThePlaceOfAllThatTheCatalogueSays() {
    Prices prices = Priced.by("prices: { openai/gpt-6-luna: { input: $1, output: $2 } }");

    assertThat(rate(prices, "openai", "gpt-6-luna", Unit.CACHE_WRITE_30M)).isEqualTo(-1);
    assertThat(rate(prices, "openai", "gpt-6-luna", Unit.CACHE_READ)).isEqualTo(1_000_000);
    assertThat(prices.find("openai", "gpt-6-luna").orElseThrow().rules()).hasSize(1);
    assertThat(prices.warnings(NOW))
        .containsExactly(
            "prices: openai/gpt-6-luna names no price of cache-write-30m, cache-write-12h, the"
                + " catalogue does");
  }

  @Test
  void longRequestsAndOtherTiersMayCostOtherwise() {
    Prices prices =
        Priced.by(
            """
            prices:
              local/m:
                input: $1
                output: $2
                web-search: $10
                above: { input-tokens: 100, input: $3, output: $4, web-search: $10 }
                tiers: { flex: 0.5 }
            """);

    assertThat(cost(prices, "provider input=100 output=10", null)).contains(nanos(120_000));
    assertThat(cost(prices, "provider input=101 output=10", null)).contains(nanos(343_000));
    assertThat(cost(prices, "provider input=100 output=10 web_search=1", "flex"))
        .contains(nanos(10_060_000));
    assertThat(cost(prices, "provider input=100 output=10", "scale")).contains(nanos(120_000));
  }

  private static Optional<NanoUsd> cost(Prices prices, String usage, String tier) {
    var terms = new Terms(null, tier, null, null);
    return prices.cost("local", "m", Priced.usage(usage), terms, NOW).map(cost -> cost.total());
  }

  private static NanoUsd nanos(long nanos) {
    return new NanoUsd(nanos);
  }
}
