package dev.headgate.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.Unit;
import dev.headgate.protocol.Dialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final String BASE = "v/m input=1 cache-read=0.1 cache-write-5m=1.25 output=2";

  @Test
  void theShippedOneIsSoundAndSorted() throws IOException {
    var shipped = Catalogue.shipped();
    List<String> lines;
    try (var file = Catalogue.class.getResourceAsStream("/prices.txt")) {
      lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }

    assertThat(shipped.models()).hasSizeGreaterThan(100);
    assertThat(shipped.facts()).isAfter(LocalDate.of(2026, 9, 1));
    assertThat(lines.stream().filter(line -> line.contains("/") && !line.startsWith("#")))
        .isSorted();
    assertThat(shipped.models().values())
        .allSatisfy(model ->
            assertThat(model.rules())
                .allSatisfy(rule -> assertThat(rule.source()).isIn("g", "m", "p", "v")));
  }

  /// The main current prices, read from the vendors' pages by a person: $ a million tokens.
  @ParameterizedTest
  @CsvSource({
    "openai/gpt-6-astra,          10,   1,     12.5,  50",
    "openai/gpt-6.1-sol,          2,    0.10,  2.5,   10",
    "openai/gpt-6-sol,            2,    0.20,  2.5,   10",
    "openai/gpt-6.1-terra,        1,    0.05,  1.25,  5",
    "openai/gpt-6-luna,           0.10, 0.01,  0.125, 0.50",
    "anthropic/claude-fable-5-2,  8,    0.20,  10,    40",
    "anthropic/claude-opus-5-5,   4,    0.20,  5,     20",
    "anthropic/claude-sonnet-5-5, 2,    0.10,  2.5,   10",
    "anthropic/claude-haiku-5-5,  0.10, 0.01,  0.125, 0.50",
    "gemini/gemini-3.8-flash,     0.75, 0.075, -,     3.75",
    "gemini/gemini-3.1-pro-preview, 2,  0.20,  -,     12",
    "xai/grok-4.6,                2,    0.50,  -,     6",
    "deepseek/deepseek-v4-pro,    0.66, 0.022, -,     1.98"
  })
  void theMainPricesAreTheVendorsOwn(
      String model, String input, String read, String write, String output) {
    Rates rates =
        Catalogue.shipped()
            .models()
            .get(model)
            .rule(1_000, Instant.parse("2026-11-23T12:00:00Z"))
            .orElseThrow()
            .rates();

    assertThat(rates.picos(Unit.INPUT)).isEqualTo(picos(input));
    assertThat(rates.picos(Unit.CACHE_READ)).isEqualTo(picos(read));
    assertThat(Math.max(rates.picos(Unit.CACHE_WRITE_5M), rates.picos(Unit.CACHE_WRITE_30M)))
        .isEqualTo(picos(write));
    assertThat(rates.picos(Unit.OUTPUT)).isEqualTo(picos(output));
  }

  private static long picos(String amount) {
    return amount.equals("-") ? Rates.UNKNOWN : Dollars.picos(amount, Unit.INPUT).orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v/m input=1 cache-read=2 output=2        | cache-read: $2.00 (expected: $0.00 to $1.00",
        "v/m input=1 cache-write-5m=0.5 output=2  | cache-write-5m: $0.50 (expected: $1.00 to $3",
        "v/m input=1 cache-write-1h=3.1 output=2  | cache-write-1h: $3.10 (expected: $1.00 to $3",
        "v/m output=2                             | no price of input",
        "v/m input=1 over=10 output=2             | leaves days without a price",
        "v/m input=1 hours=01:00-02:00 output=2   | leaves days without a price",
        "v/m input=1 until=2027-01-01 output=2    | leaves days without a price",
        "v/m input=1 from=2027-01-01 until=2026-01-01 | ends before it begins",
        "v/m input=0.000001 output=1 tier:flex=0.5 | a part of a pico-dollar",
        "v/m input=1.0000001                      | 1.0000001 (expected: dollars",
        "v/m input=-1                             | -1 (expected: dollars",
        "v/m input=1 input=2                      | input: twice",
        "v/m input=1 tier:a=2 tier:a=3            | tier:a: twice",
        "v/m input=1 tier:a,b=2 tier:b=3          | b: twice",
        "v/m input=1 tier:a=0                     | 0 (expected: as 0.5)",
        "v/m input=1 inputs=2                     | inputs: unknown",
        "v/m input=1 hours=04:00-01:00            | 04:00-01:00 (expected: two times",
        "v/m input=1 from=tomorrow                | tomorrow (expected: a day",
        "v/m input                                | input (expected: key=value)"
      })
  void whatIsNotSoundIsRefused(String line, String why) {
    assertThatThrownBy(() -> Catalogue.parse("facts=2026-11-23\n" + line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "v/m input=2 output=3                                      | contradicted by v/m",
        "v/m over=10 input=2 output=3; v/m over=10 input=2 output=3 | contradicted by v/m, input > 10",
        "v/m hours=01:00-03:00 input=2 output=3; v/m hours=02:00-04:00 input=2 output=3 | contradicted",
        "v/m hours=01:00-03:00 input=2 output=3; v/m over=10 input=2 output=3 | neither goes before",
        "v/m from=2027-01-01 input=2 output=3                      | contradicted by"
      })
  void rulesThatContradictEachOtherAreRefused(String more, String why) {
    String text = BASE + "\n" + more.replace("; ", "\n");

    assertThatThrownBy(() -> Catalogue.parse(text)).hasMessageContaining(why);
  }

  @Test
  void allThatIsWrongComesOutTogether() {
    assertThatThrownBy(() -> Catalogue.parse("v/a input=x\nv/b cents=1"))
        .hasMessageContaining("line 1: x")
        .hasMessageContaining("line 2: cents");
  }

  @ParameterizedTest
  @CsvSource({
    "openai,    COMPATIBLE, localhost,         openai,",
    "eu,        OPENAI,     eu.api.openai.com, openai,    eu",
    "mine,      OPENAI,     api.openai.com,    openai,",
    "claude,    ANTHROPIC,  api.anthropic.com, anthropic,",
    "google,    COMPATIBLE, x,                 gemini,",
    "local,     COMPATIBLE, localhost,         ,",
    "openrouter, COMPATIBLE, openrouter.ai,    ,"
  })
  void aProviderHasThePricesOfItsNameOrOfItsKind(
      String provider, String dialect, String host, String vendor, String region) {
    var spoken =
        switch (dialect) {
          case "OPENAI" -> Dialect.OPENAI;
          case "ANTHROPIC" -> Dialect.ANTHROPIC;
          default -> Dialect.COMPATIBLE;
        };

    var found = Catalogue.shipped().vendor(provider, spoken, host);

    assertThat(found.map(Vendor::name).orElse(null)).isEqualTo(vendor);
    assertThat(found.map(Vendor::region).orElse(null)).isEqualTo(region);
  }
}
