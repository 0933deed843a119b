package dev.headgate.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.protocol.Terms;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PricesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
  private static final String TINY =
      "prices: { local/m: { input: $0.05, cache-read: $0.005, output: $0.40 } }";

  private static @Nullable Cost cost(Prices prices, String target, String usage, Terms terms) {
    String[] names = target.split("/", 2);
    return prices.cost(names[0], names[1], Priced.usage(usage), terms, NOW).orElse(null);
  }

  private static Terms called(String model) {
    return new Terms(model, null, null, null);
  }

  @Test
  void rw25TheModelThatWasAskedDecidesAndItsOtherNameOnlyWhereItHasNoPrice() {
    Prices prices = Priced.by("prices: { local/m1: { input: $1, output: $1 } }");
    String usage = "provider input=1 output=1";

    assertThat(cost(prices, "local/m1", usage, called("m1-2026-01-15")).rule())
        .isEqualTo("local/m1");
    assertThat(cost(prices, "openai/gpt-6-luna", usage, called("gpt-6-sol")).rule())
        .isEqualTo("openai/gpt-6-luna");
    assertThat(cost(prices, "local/m2", usage, called("m1-2026-01-15")).rule())
        .isEqualTo("local/m1");
    assertThat(cost(prices, "local/m2", usage, called("m1-turbo"))).isNull();
    assertThat(cost(prices, "local/m1-turbo", usage, Terms.NONE)).isNull();
    assertThat(cost(prices, "nobody/m1", usage, Terms.NONE)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-6-luna-2026-01-15, gpt-6-luna",
    "claude-haiku-4-5-20251001, claude-haiku-4-5",
    "gpt-6-luna, gpt-6-luna",
    "gpt-4-0613, gpt-4-0613",
    "m-2026-13-01, m-2026-13-01",
    "m-2026-01-32, m-2026-01-32",
    "m-2026-0115, m-2026-0115",
    "m-202601-15, m-202601-15",
    "m-1926-01-15, m-1926-01-15",
    "m-20260115-x, m-20260115-x",
    "-20260115, -20260115",
    "'', ''"
  })
  void onlyADayAtTheEndIsNoPartOfAModelsName(String name, String without) {
    assertThat(Dated.without(name)).isEqualTo(without);
  }

  @Test
  void rw35TinyCallsCostWhatTheyCost() {
    Prices prices = Priced.by(TINY);
    Cost small = cost(prices, "local/m", "provider input=3 output=1", Terms.NONE);
    Cost cached = cost(prices, "local/m", "provider cache_read=1", Terms.NONE);
    Cost large = cost(prices, "local/m", "provider input=900000 output=128000", Terms.NONE);
    NanoUsd sum = NanoUsd.ZERO;
    for (int i = 0; i < 100_000; i++) {
      sum = sum.plus(small.total());
    }

    assertThat(small.total()).isEqualTo(new NanoUsd(550));
    assertThat(small.total().dollars()).isEqualTo("0.00000055");
    assertThat(sum.dollars()).isEqualTo("0.055");
    assertThat(cached.total().dollars()).isEqualTo("0.000000005");
    assertThat(large.total().dollars()).isEqualTo("0.0962");
  }

  @ParameterizedTest
  @CsvSource({
    "provider input=1, 1", // 0.3 nano-dollars
    "provider input=3, 1", // 0.9
    "provider input=10, 3", // 3 to the dot
    "provider input=1 cache_read=1, 1", // 0.3 + 0.1: rounded once
    "provider input=1 cache_read=1 output=1, 1", // 0.3 + 0.1 + 0.6
    "provider input=1 cache_read=2 output=1, 2", // 1.1
    "provider, 0"
  })
  void rw35BelowANanoDollarItIsRoundedUpAndOnceACall(String usage, long nanos) {
    Prices prices =
        Priced.by("prices: { local/m: { input: $0.0003, cache-read: $0.0001, output: $0.0006 } }");

    assertThat(cost(prices, "local/m", usage, Terms.NONE).total()).isEqualTo(new NanoUsd(nanos));
  }

  @Test
  void rw35ACallCostsNothingOnlyIfItsPriceIsNothing() {
    Prices prices = Priced.by("prices: { local/*: { input: $0, output: $0 } }");

    Cost free = cost(prices, "local/any", "provider input=9 output=9 reasoning=9", Terms.NONE);
    assertThat(free.total()).isEqualTo(NanoUsd.ZERO);
    assertThat(cost(prices, "local/any", "provider input_audio=9", Terms.NONE)).isNull();
  }

  @Test
  void anImpossibleCountIsNoCostBelowZero() {
    Prices prices = Priced.by("prices: { local/m: { input: $999999, output: $1 } }");

    Cost cost = cost(prices, "local/m", "provider input=" + Long.MAX_VALUE, Terms.NONE);
    assertThat(cost.total()).isEqualTo(new NanoUsd(Long.MAX_VALUE));
  }

  @Test
  void theRuleIsNamedWithAllThatDecided() {
    var terms = new Terms("gpt-6-luna-2026-01-15", "flex", null, null);

    assertThat(cost(Priced.by("{}"), "openai-eu/gpt-6-luna", "provider input=300000", terms).rule())
        .isEqualTo("openai/gpt-6-luna, input > 272000, flex x 0.5, in eu x 1.1");
  }

  @Test
  void theSamePricesHaveTheSameVersion() {
    String one = "  local/a: { input: $1, output: $2 }\n";
    String two = "  local/b: { output: $2.00, input: $1.0 }\n";
    String version = Priced.by("prices:\n" + one + two).version();

    assertThat(version).matches("[0-9a-f]{12}");
    assertThat(Priced.by("prices:\n" + two + one).version()).isEqualTo(version);
    assertThat(Priced.by("prices:\n" + one).version()).isNotEqualTo(version);
    assertThat(Priced.by("prices:\n" + one + two.replace("$2.00", "$2.01")).version())
        .isNotEqualTo(version);
  }

  @Test
  void limitsAreTheCataloguesAlsoWhereThePriceIsNot() {
    Prices prices = Priced.by("prices: { openai/gpt-6-luna: { input: $1, output: $1 } }");

    assertThat(prices.limits("openai", "gpt-6-luna-2026-01-15"))
        .isEqualTo(new ModelLimits(1_050_000, 128_000));
    assertThat(prices.limits("local", "any")).isEqualTo(ModelLimits.UNKNOWN);
  }

  @Test
  void factsOfMoreThanThirtyDaysAreOld() {
    Prices prices = Priced.by("{}");
    Instant facts = Instant.parse(prices.facts() + "T23:00:00Z");

    assertThat(prices.warnings(facts)).isEmpty();
    assertThat(prices.warnings(facts.plusSeconds(30 * 86_400))).isEmpty();
    assertThat(prices.warnings(facts.plusSeconds(31 * 86_400)))
        .containsExactly(
            "The catalogue of prices is of "
                + prices.facts()
                + ", 31 days old; vendors may charge otherwise by now");
  }
}
