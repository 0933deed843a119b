package dev.headgate.price;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.config.Problems;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LiteLlmTest {
  private static LiteLlm.Imported read(String json) {
    return LiteLlm.read(json.replace('\'', '"').getBytes(UTF_8), _ -> true);
  }

  private static List<String> yaml(LiteLlm.Imported imported) {
    return new PriceConfig(new TreeMap<>(imported.prices())).yaml();
  }

  @Test
  void pricesATokenBecomePricesAMillion() {
    var imported =
        read(
            """
            {'sample_spec': {'litellm_provider': 'one of them', 'input_cost_per_token': 0.0},
             'maker/long-1': {'litellm_provider': 'maker', 'mode': 'chat',
               'input_cost_per_token': 1.25e-06, 'output_cost_per_token': 1e-05,
               'input_cost_per_token_above_200k_tokens': 2.5e-06,
               'output_cost_per_token_above_200k_tokens': 1.5e-05,
               'cache_read_input_token_cost': 1.25e-07,
               'cache_read_input_token_cost_above_200k_tokens': 2.5e-07,
               'cache_creation_input_token_cost': 1.5625e-06,
               'cache_creation_input_token_cost_above_1hr': 2.5e-06,
               'input_cost_per_token_priority': 2.5e-06, 'output_cost_per_token_priority': 2e-05,
               'cache_read_input_token_cost_priority': 2.5e-07,
               'input_cost_per_token_batches': 6.25e-07, 'output_cost_per_token_batches': 5e-06,
               'supports_vision': true, 'max_tokens': 8192},
             'embed:2': {'litellm_provider': 'other_maker', 'mode': 'embedding',
               'input_cost_per_token': 2e-08, 'output_cost_per_token': 0.0}}
            """);

    assertThat(imported.leftOut()).isEmpty();
    assertThat(yaml(imported))
        .containsExactly(
            "prices:",
            "  maker/long-1: { input: $1.25, cache-read: $0.125, cache-write-1h: $2.5, output: $10,"
                + " cache-write: $1.5625, above: { input-tokens: 200000, input: $2.5,"
                + " cache-read: $0.25, output: $15 }, tiers: { batch: 0.5, priority: 2 } }",
            "  'other-maker/embed:2': { input: $0.02, cache-read: $0.02, output: $0 }");
  }

  @Test
  void whatIsPrintedIsReadAsTheSame() {
    var imported =
        read(
            """
            {'it''s#1': {'litellm_provider': 'a', 'input_cost_per_token': 1e-06,
               'output_cost_per_token': 2e-06, 'input_cost_per_token_flex': 5e-07,
               'output_cost_per_token_flex': 1e-06},
             'b/c/d:free': {'litellm_provider': 'b', 'input_cost_per_token': 0,
               'output_cost_per_token': 0}}
            """
                .replace("''", "\\u0027"));
    var problems = new Problems();

    var again = Priced.config(String.join("\n", yaml(imported)) + "\n", problems);

    assertThat(problems.list()).isEmpty();
    assertThat(again.models()).hasSize(2).isEqualTo(imported.prices());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'mode': 'image_generation', 'output_cost_per_image': 0.06 | mode image_generation",
        "'input_cost_per_token': 1e-06 | no price of input and output a token",
        "'input_cost_per_token': '1e-06', 'output_cost_per_token': 1 | output_cost_per_token 1.0 (expected",
        "'input_cost_per_token': -1e-06, 'output_cost_per_token': 1e-06 | -1.0E-6 (expected: dollars a token",
        "'input_cost_per_token': 1e-13, 'output_cost_per_token': 1e-06 | 1.0E-13 is finer than a pico-dollar",
        "'input_cost_per_token': 1e999, 'output_cost_per_token': 1e-06 | Infinity (expected",
        "'input_cost_per_token': 1e-06, 'output_cost_per_token': 1e-06, 'cache_read_input_token_cost': 2e-06 | cache-read: $2.00 (expected: $0.00 to $1.00",
        "'input_cost_per_token': 1e-06, 'output_cost_per_token': 1e-06, 'input_cost_per_token_above_200k_tokens': 2e-06 | no price of input and output a token above 200k",
        "'input_cost_per_token': 1e-06, 'output_cost_per_token': 1e-06, 'input_cost_per_token_above_200k_tokens': 2e-06, 'input_cost_per_token_above_128k_tokens': 2e-06 | more than one price of long requests"
      })
  void whatCannotBeUsedIsSaidWithTheReason(String members, String why) {
    var imported = read("{'m': {'litellm_provider': 'a', " + members + "}}");

    assertThat(imported.prices()).isEmpty();
    assertThat(imported.leftOut()).hasSize(1).first().asString().startsWith("m: ").contains(why);
  }

  @Test
  void whatIsBilledBesidesIsSaidAndTheRestUsed() {
    var imported =
        read(
            """
            {'m': {'litellm_provider': 'a', 'input_cost_per_token': 1e-06,
              'output_cost_per_token': 2e-06, 'output_cost_per_image': 0.04,
              'input_cost_per_token_priority': 2e-06, 'output_cost_per_token_priority': 5e-06,
              'search_context_cost_per_query': {'search_context_size_low': 0.03}}}
            """);

    assertThat(yaml(imported))
        .containsExactly("prices:", "  a/m: { input: $1, cache-read: $1, output: $2 }");
    assertThat(imported.leftOut())
        .containsExactlyInAnyOrder(
            "a/m: priority is not used: no one factor of all its prices",
            "a/m: output_cost_per_image is not used",
            "a/m: search_context_cost_per_query is not used");
  }

  @Test
  void hostileNamesAreLeftOutAndShownWithoutHarm() {
    String price = "'litellm_provider': 'a', 'input_cost_per_token': 0, 'output_cost_per_token': 0";
    var imported =
        read(
            "{'\\u001b[2Jx': {%1$s}, 'a b': {%1$s}, '*': {%1$s}, '%2$s': {%1$s}, 'x\\ny': {%1$s}}"
                .formatted(price, "x".repeat(300)));

    assertThat(imported.leftOut()).hasSize(4).noneMatch(line -> line.matches("(?s).*\\p{Cc}.*"));
    assertThat(imported.prices()).containsOnlyKeys("a/*");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "1", "{'a'", "{'a': {'b': 1e}}"})
  void anythingElseIsNoPriceList(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {2_000, 1_000_000})
  void depthsHaveABound(int depth) {
    assertThatThrownBy(() -> read("{'a':".repeat(depth)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void moreModelsThanThereAreIsNoPriceList() {
    var json = new StringBuilder("{'m': {}");
    for (int i = 0; i < 20_000; i++) {
      json.append(",'").append(i).append("':{}");
    }

    assertThatThrownBy(() -> read(json + "}")).hasMessageContaining("at most 20000 models");
  }

  @Test
  void entriesThatAreNoModelsAreLeftOut() {
    assertThat(read("{'a': 1, 'b': null, 'c': []}").leftOut())
        .hasSize(3)
        .allMatch(line -> line.endsWith("no name of a model here"));
  }
}
