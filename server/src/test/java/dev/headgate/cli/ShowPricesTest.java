package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ShowPricesTest extends CommandLineTest {
  private static final String PROVIDERS =
      """
      providers:
        openai: { api-key: ${OPENAI_API_KEY} }
        groq: { kind: openai-compatible, base-url: http://127.0.0.1:9/v1 }
        local: { kind: openai-compatible, base-url: http://127.0.0.1:9/v1 }
      """;

  @BeforeEach
  void configure() {
    environment.put("OPENAI_API_KEY", "sk-1");
    write("a.md", "# user\nA\n");
    write(
        "headgate.yaml",
        PROVIDERS
            + """
            models:
              fast: { targets: [openai/gpt-6-luna] }
              odd: { targets: [local/llama] }
              own: { targets: [openai/gpt-6-sol] }
              long: { targets: [groq/meta-llama/llama-4-maverick-17b-128e-instruct] }
            features:
              reply: { variants: { control: { model: odd, prompt: a.md } } }
            prices:
              openai/gpt-6-sol: { input: $1.5, cache-read: $0.2, cache-write: $2.5, output: $10 }
            """);
  }

  private static JsonNode json(Said said) {
    return JsonMapper.shared().readTree(said.out());
  }

  @Test
  void showsWhatTheConfigurationNames() {
    Said said = headgate("prices");

    assertDone(said);
    assertThat(said.out().lines().limit(5))
        .containsExactly(
            "$ A MILLION TOKENS                    INPUT  CACHED  WRITTEN  OUTPUT",
            "groq/meta-llama/llama-4-maverick-…    $0.20       -        -   $0.60",
            "local/llama                         unknown",
            "openai/gpt-6-luna                     $0.10   $0.01   $0.125   $0.50  +",
            "openai/gpt-6-sol                      $1.50   $0.20    $2.50  $10.00  *");
  }

  @Test
  void showsAllInEightyColumns() {
    Said said = headgate("prices", "--all");

    assertDone(said);
    assertThat(said.out().lines()).hasSizeGreaterThan(40).allMatch(line -> line.length() <= 80);
    assertThat(said.out()).contains("openai/o3 ").doesNotContain("anthropic/");
  }

  @Test
  void saysSoWhereNoModelIsNamed() {
    write("headgate.yaml", PROVIDERS);

    assertThat(headgate("prices").out())
        .isEqualTo("The configuration names no model (see: headgate prices --all).\n");
  }

  @Test
  void showsAllRulesOfOneModel() {
    Said said = headgate("prices", "show", "fast");

    assertDone(said);
    assertThat(said.out())
        .matches("(?s)openai/gpt-6-luna, as of \\d{4}-\\d\\d-\\d\\d\n.*")
        .endsWith(
            """
            takes 1,050,000 tokens, puts out at most 128,000

            $ A MILLION                ELSE  input > 272000
            input                     $0.10           $0.20
            cache-read                $0.01           $0.02
            cache-write-30m          $0.125           $0.25
            cache-write-12h           $0.25           $0.50
            output                    $0.50           $0.75
            web-search, a thousand   $10.00          $10.00
            file-search, a thousand   $2.50           $2.50
            else: at tier batch, flex x 0.5; fast, priority x 2
            else: in region ae, au, ca, eu, gb, in, jp, kr, sg, us x 1.1
            input > 272000: at tier batch, flex x 0.5
            input > 272000: in region ae, au, ca, eu, gb, in, jp, kr, sg, us x 1.1
            """);
  }

  @Test
  void showsWhatADatedSnapshotIsPricedAs() {
    assertThat(headgate("prices", "show", "openai/gpt-6-sol-2026-07-01").out())
        .startsWith("openai/gpt-6-sol-2026-07-01, priced as openai/gpt-6-sol, as configured\n");
  }

  @Test
  void aModelWithoutAPriceIsNotThere() {
    Said said = headgate("prices", "show", "openai/gpt-6-lunar");

    assertThat(said.exit()).isEqualTo(Exit.NOT_THERE);
    assertThat(said.err())
        .startsWith(
            "headgate: openai/gpt-6-lunar has no known price; did you mean openai/gpt-6-luna");
  }

  @Test
  void tellsAProgramTheSame() {
    JsonNode luna = json(headgate("prices", "show", "fast", "-o", "json"));
    JsonNode named = json(headgate("prices", "-o", "json"));

    assertThat(luna.path("rules").path(1).path("when").asString()).isEqualTo("input > 272000");
    assertThat(luna.path("rules").path(0).path("usd").path("cache_write_30m").asString())
        .isEqualTo("0.125");
    assertThat(luna.path("max_output").asInt()).isEqualTo(128_000);
    assertThat(named).hasSize(4);
    assertThat(named.path(1).path("rules")).isEmpty();
    assertThat(named.path(3).path("source").asString()).isEqualTo("configuration");
  }

  @Test
  void checkNamesWhatHasNoPriceAndWhoUsesIt() {
    Said said = headgate("prices", "check");

    assertThat(said.exit()).isEqualTo(Exit.FAILED);
    assertThat(said.out())
        .contains("no price: local/llama (models.odd, features.reply.control)\n")
        .contains("prices: openai/gpt-6-sol names no price of cache-write-12h, the catalogue");
    JsonNode json = json(headgate("prices", "check", "-o", "json"));
    assertThat(json.path("unpriced").path(0).path("users").path(1).asString())
        .isEqualTo("features.reply.control");
  }

  @Test
  void checkIsContentWhereEverythingHasAPrice() {
    write("headgate.yaml", PROVIDERS + "models: { fast: { targets: [openai/gpt-6-luna] } }\n");
    Said said = headgate("prices", "check");

    assertDone(said);
    assertThat(said.out())
        .containsPattern("^Price list [0-9a-f]{12}: \\d+ models, as of ")
        .endsWith("Every model that the configuration names has a price.\n");
  }

  @Test
  void diffShowsWhatTheConfigurationSaysOtherwise() {
    Said said = headgate("prices", "diff");

    assertDone(said);
    assertThat(said.out())
        .isEqualTo(
            """
            MODEL             UNIT             CATALOGUE  CONFIGURED
            openai/gpt-6-sol  input                $2.00       $1.50
                              cache-write-12h      $5.00           -
                              web-search          $10.00           -
                              file-search          $2.50           -
            """);
    assertThat(json(headgate("prices", "diff", "-o", "json")).path(0).path("configured_usd"))
        .hasToString("\"1.50\"");
  }

  @Test
  void importPrintsWhatTheConfigurationTakes() {
    write(
        "prices.json",
        """
        {"m-1": {"litellm_provider": "local", "input_cost_per_token": 1e-06,
           "output_cost_per_token": 2e-06},
         "m-2": {"litellm_provider": "elsewhere", "input_cost_per_token": 1e-06,
           "output_cost_per_token": 2e-06},
         "m-3": {"litellm_provider": "local", "mode": "rerank"}}
        """);
    Said said = headgate("prices", "import", "litellm", "prices.json", "--provider", "local");

    assertThat(said.exit()).isZero();
    assertThat(said.err()).isEqualTo("m-3: mode rerank\n");
    assertThat(said.out())
        .isEqualTo("prices:\n  local/m-1: { input: $1, cache-read: $1, output: $2 }\n");
    write("headgate.yaml", PROVIDERS + said.out());
    assertDone(headgate("check"));
  }

  @Test
  void whatCannotBeImportedIsSaid() {
    write("broken.json", "{\"a\": ");
    write("none.json", "{}");

    assertThat(headgate("prices", "import", "litellm", "nowhere.json"))
        .isEqualTo(new Said(Exit.NOT_THERE, "", "headgate: nowhere.json is not there\n"));
    assertThat(headgate("prices", "import", "litellm", "broken.json").err())
        .startsWith("headgate: broken.json: no JSON: ");
    assertThat(headgate("prices", "import", "litellm", "none.json").exit()).isEqualTo(Exit.FAILED);
  }
}
