package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.SystemClock;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The ten invoices that were worked by hand, served: what `headgate call` says of a call that a
/// vendor answered so is what the invoice says, line by line.
class InvoiceCallTest extends CommandLineTest {
  private static final String TABLE = "/dev/headgate/price/invoices.txt";
  private static final String YAML =
      """
      server: { port: 0, drain: 0s }
      providers:
        openai: { api-key: "${KEY}", base-url: "http://127.0.0.1:%1$d/v1" }
        anthropic: { api-key: "${KEY}", base-url: "http://127.0.0.1:%1$d" }
        gemini: { api-key: "${KEY}", base-url: "http://127.0.0.1:%1$d/v1" }
        deepseek: { kind: openai-compatible, base-url: "http://127.0.0.1:%1$d/v1" }
        xai: { kind: openai-compatible, base-url: "http://127.0.0.1:%1$d/v1" }
      """;

  /// `lines` are as the table has them: `output 900 at 20 = 18000000`.
  record Invoice(String title, String target, Instant at, String answer, List<String> lines) {
    static Invoice of(String block) {
      List<String> all = block.lines().toList();
      String[] target = all.get(1).split(" ");
      return new Invoice(
          all.get(0), target[0], Instant.parse(target[1]), all.get(2), all.subList(3, all.size()));
    }

    long total() {
      return Long.parseLong(lines.getLast().substring(2));
    }

    String rule() {
      return lines.get(lines.size() - 2);
    }

    String surface() {
      return answer.substring(0, answer.indexOf(' '));
    }

    /// With something said, so that it is an answer; the bill is none of it.
    String body() {
      return answer
          .substring(answer.indexOf(' ') + 1)
          .replace(
              "'choices':[]",
              "'choices':[{'index':0,'message':{'role':'assistant','content':'ok'},"
                  + "'finish_reason':'stop'}]")
          .replace(
              "'content':[]", "'content':[{'type':'text','text':'ok'}],'stop_reason':'end_turn'")
          .replace(
              "'output':[",
              "'status':'completed','output':[{'type':'message','content':"
                  + "[{'type':'output_text','text':'ok'}]},")
          .replace("},]", "}]")
          .replace('\'', '"');
    }

    @Override
    public String toString() {
      return title;
    }
  }

  /// The system's, on another day.
  private record At(Clock system, Instant day) implements Clock {
    @Override
    public long nanos() {
      return system.nanos();
    }

    @Override
    public long epochMillis() {
      return day.toEpochMilli();
    }

    @Override
    public Registration at(long nanos, Runnable run) {
      return system.at(nanos, run);
    }
  }

  static Stream<Invoice> invoices() throws IOException {
    try (var file = InvoiceCallTest.class.getResourceAsStream(TABLE)) {
      return Stream.of(new String(file.readAllBytes(), UTF_8).split("\n\n"))
          .filter(block -> !block.startsWith("#"))
          .map(String::strip)
          .map(Invoice::of);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("invoices")
  void theCallComesToWhatWasWorkedOutByHand(Invoice invoice) throws Exception {
    try (var provider = new StubProvider(_ -> StubProvider.whole(200, invoice.body()));
        var gate =
            Gate.in(directory)
                .clock(new At(new SystemClock(), invoice.at))
                .variable("KEY", "k")
                .start(YAML.formatted(provider.port()))) {
      String ask = "{\"model\":\"%s\",\"messages\":[],\"max_tokens\":9}".formatted(invoice.target);
      Message answer = gate.post(path(invoice.surface()), ask);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      environment.put("HEADGATE_URL", "http://127.0.0.1:" + gate.port());
      environment.put("HEADGATE_ADMIN_KEY", gate.headgate().adminKey().secret().reveal());
      shows(invoice, answer.value("x-headgate-call-id"));
    }
  }

  private static String path(String surface) {
    return switch (surface) {
      case "chat" -> "/v1/chat/completions";
      case "responses" -> "/v1/responses";
      case "messages" -> "/v1/messages";
      case "embeddings" -> "/v1/embeddings";
      default -> throw new IllegalArgumentException(surface);
    };
  }

  private void shows(Invoice invoice, String id) {
    JsonNode call = JsonMapper.shared().readTree(headgate("call", id, "--output", "json").out());
    JsonNode attempt = call.path("attempts").get(0);
    assertThat(call.path("cost_nano").asLong()).isEqualTo(invoice.total());
    assertThat(attempt.path("price_rule").asString()).isEqualTo(invoice.rule());
    var lines = new ArrayList<String>();
    attempt.path("cost").forEach(line -> lines.add(line(line)));
    assertThat(lines).isEqualTo(plain(invoice.lines.subList(0, lines.size())));
    assertThat(invoice.lines).hasSize(lines.size() + 2);

    Said said = headgate("call", id);
    assertDone(said);
    String total =
        "$" + BigDecimal.valueOf(invoice.total(), 9).stripTrailingZeros().toPlainString();
    assertThat(said.out().lines().filter(line -> line.startsWith("together")))
        .singleElement()
        .satisfies(line -> assertThat(line).endsWith(" " + total));
    assertThat(said.out().lines()).allMatch(line -> Width.of(line) <= 80);
  }

  /// `at 0.10` is `at 0.1`.
  private static List<String> plain(List<String> lines) {
    return lines.stream()
        .map(line -> {
          String[] words = line.split(" ");
          words[3] = new BigDecimal(words[3]).stripTrailingZeros().toPlainString();
          return String.join(" ", words);
        })
        .toList();
  }

  /// A line of the JSON as the table writes it, rates of requests by the thousand.
  private static String line(JsonNode line) {
    boolean request = line.has("usd_per_request");
    var rate =
        new BigDecimal(line.path(request ? "usd_per_request" : "usd_per_million").asString("0"));
    String said = (request ? rate.movePointRight(3) : rate).stripTrailingZeros().toPlainString();
    return String.format(
        Locale.ROOT,
        "%s %d at %s = %d",
        line.path("unit").asString(),
        line.path("count").asLong(),
        said,
        line.path("cost_nano").asLong());
  }
}
