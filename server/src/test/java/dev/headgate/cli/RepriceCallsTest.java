package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Calls that were served for one price are priced by another; their records stay.
class RepriceCallsTest extends CommandLineTest {
  private static final String ANSWER =
      """
      {"id":"x","object":"chat.completion","model":"m-1",%s
       "choices":[{"index":0,"message":{"role":"assistant","content":"ok"},"finish_reason":"stop"}],
       "usage":{"prompt_tokens":1000,"completion_tokens":100,"total_tokens":1100}}
      """;
  private static final String[] REPRICE = {"prices", "reprice", "--since", "1h"};

  private StubProvider provider;

  @BeforeEach
  void begin() throws IOException {
    provider = new StubProvider(_ -> StubProvider.whole(200, ANSWER.formatted("")));
    configure("o/a: { input: $1, output: $2 }");
  }

  @AfterEach
  void end() throws IOException {
    provider.close();
  }

  private void configure(String... prices) {
    write(
        "headgate.yaml",
        """
        server: { port: 0, data-dir: data }
        journal: { segment: 1MB }
        providers:
          o: { kind: openai-compatible, base-url: "http://127.0.0.1:%d/v1" }
        prices:
          %s
        """
            .formatted(provider.port(), String.join("\n  ", prices)));
  }

  /// Serves as many calls of each model, and stops.
  private void serve(String... models) throws Exception {
    try (Running server = running("serve")) {
      int port = URI.create(server.err("listens on (http://127.0.0.1:\\d+)")).getPort();
      for (String model : models) {
        call(port, model);
      }
    }
  }

  private static void call(int port, String model) throws IOException {
    String body = "{\"model\":\"o/%s\",\"messages\":[]}".formatted(model);
    try (Wire client = Wire.connect(port)) {
      client.send(Gate.request("/v1/chat/completions", body.getBytes(UTF_8)));
      assertThat(Message.read(client).status()).isEqualTo(200);
    }
  }

  private Said done(String... command) {
    Said said = headgate(command);
    assertDone(said);
    return said;
  }

  private JsonNode json(String... command) {
    return JsonMapper.shared().readTree(done(command).out());
  }

  private JsonNode repriced() {
    return json("prices", "reprice", "--since", "1h", "-o", "json");
  }

  @Test
  void theDifferenceIsExactAndEveryRecordStays() throws Exception {
    serve("a", "a", "b");
    JsonNode before = json("calls", "-o", "json");
    String list = before.get(0).path("price_version").asString();
    configure("o/a: { input: $3, output: $2 }", "o/b: { input: $0, output: $5 }");

    JsonNode said = repriced();

    assertThat(said.path("price_version").asString()).hasSize(12).isNotEqualTo(list);
    assertThat(said.path("targets"))
        .hasToString(
            ("[{'target':'o/a','attempts':2,'changed':2,'recorded_nano':2400000,'now_nano':6400000,"
                    + "'difference_nano':4000000,'newly_priced':0,'no_longer_priced':0,"
                    + "'unpriced':0,'price_versions':['LIST']},"
                    + "{'target':'o/b','attempts':1,'changed':1,'recorded_nano':0,'now_nano':500000,"
                    + "'difference_nano':500000,'newly_priced':1,'no_longer_priced':0,"
                    + "'unpriced':0,'price_versions':['LIST']}]")
                .replace('\'', '"')
                .replace("LIST", list));
    assertThat(json("calls", "-o", "json")).isEqualTo(before);
  }

  @Test
  void aPersonReadsItInATable() throws Exception {
    serve("a", "a", "b", "c");
    configure("o/a: { input: $0.5, output: $2 }", "o/b: { input: $0, output: $5 }");

    Said said = done(REPRICE);

    assertThat(said.out().replaceAll("[0-9a-f]{12}", "LIST"))
        .isEqualTo(
            """
            TARGET  ATTEMPTS  CHANGED   RECORDED        NOW  DIFFERENCE
            o/a            2        2    $0.0024    $0.0014     -$0.001
            o/b            1        1       > $0    $0.0005    +$0.0005
            o/c            1        0       > $0       > $0           -
            all            4        3  > $0.0024  > $0.0019    -$0.0005

            newly priced: 1, which the difference contains
            unpriced: 1, as before
            Records keep the price of their day: nothing is changed.
            Price list LIST; recorded by LIST
            """);
  }

  @Test
  void whatHasNoPriceAnyMoreIsSaid() throws Exception {
    serve("a");
    configure("o/b: { input: $0, output: $5 }");

    assertThat(done(REPRICE).out()).contains("> $0", "no longer priced: 1, which the sum of now");
    assertThat(repriced().at("/targets/0/no_longer_priced").asInt()).isEqualTo(1);
  }

  @Test
  void aTierOfWhichNobodyKnewAPriceIsPricedOnceSomebodySaysIt() throws Exception {
    provider.answers(_ -> StubProvider.whole(200, ANSWER.formatted("\"service_tier\":\"flex\",")));
    serve("a");
    configure("o/a: { input: $1, output: $2, tiers: { flex: 0.5 } }");

    assertThat(repriced().at("/targets/0/difference_nano").asLong()).isEqualTo(-600_000);
  }

  @Test
  void theRunningServerPricesByWhatIsInForceThere() throws Exception {
    serve("a");
    configure("o/a: { input: $2, output: $2 }");
    try (Running server = running("serve")) {
      server.err("listens on (http)");

      assertThat(repriced().at("/targets/0/difference_nano").asLong()).isEqualTo(1_000_000);
    }
  }

  @Test
  void whereNobodyCalledThereIsNothingToPrice() throws Exception {
    serve();

    assertThat(done(REPRICE).out()).isEqualTo("no calls that cost anything\n");
  }

  @Test
  void aDayIsADate() throws Exception {
    serve("a");

    assertThat(json("prices", "reprice", "--since", "2026-01-31", "-o", "json").path("targets"))
        .hasSize(1);
    assertThat(done("prices", "reprice", "--since", "9999-01-01").out())
        .isEqualTo("no calls that cost anything\n");
  }

  @Test
  void aSlipIsSaid() throws Exception {
    serve();

    assertThat(headgate("prices", "reprice", "--since", "2026-02-30"))
        .extracting(Said::exit)
        .isEqualTo(Exit.USAGE);
    assertThat(headgate("prices", "reprice", "--since", "1h", "--data-dir", "nowhere"))
        .extracting(Said::exit)
        .isEqualTo(Exit.NOT_THERE);
  }
}
