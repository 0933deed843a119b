package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.SystemClock;
import dev.headgate.base.Unit.Kind;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Invoice;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a vendor would bill for a call, worked by hand, is what `headgate call` shows of it.
class InvoiceCallTest extends CommandLineTest {
  /// The system's, as if it had been started at another time.
  private record ClockFrom(Clock system, long early) implements Clock {
    static ClockFrom of(Instant start) {
      var system = new SystemClock();
      return new ClockFrom(system, start.toEpochMilli() - system.epochMillis());
    }

    @Override
    public long nanos() {
      return system.nanos();
    }

    @Override
    public long epochMillis() {
      return system.epochMillis() + early;
    }

    @Override
    public Registration at(long nanos, Runnable run) {
      return system.at(nanos, run);
    }
  }

  private static String yaml(int port) {
    return """
    server: { port: 0, drain: 0s }
    providers:
      openai: { api-key: "${KEY}", base-url: "http://127.0.0.1:%1$d/v1" }
      anthropic: { api-key: "${KEY}", base-url: "http://127.0.0.1:%1$d" }
      gemini: { api-key: "${KEY}", base-url: "http://127.0.0.1:%1$d/v1" }
      deepseek: { kind: openai-compatible, base-url: "http://127.0.0.1:%1$d/v1" }
      xai: { kind: openai-compatible, base-url: "http://127.0.0.1:%1$d/v1" }
    """
        .formatted(port);
  }

  private static String path(Invoice invoice) {
    return switch (invoice.surface()) {
      case "chat" -> "/v1/chat/completions";
      default -> "/v1/" + invoice.surface();
    };
  }

  private static Message ask(Gate gate, Invoice invoice) throws IOException {
    String model = "\"model\":\"" + invoice.provider() + "/" + invoice.model() + "\"";
    return gate.post(
        path(invoice), "{" + model + ",\"messages\":[],\"input\":\"hi\",\"max_tokens\":9}");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.headgate.testkit.Invoice#all")
  void aCallIsShownWithTheLinesOfItsInvoice(Invoice invoice) throws Exception {
    try (var provider = new StubProvider(_ -> StubProvider.whole(200, invoice.answer()));
        var gate =
            Gate.in(directory)
                .clock(ClockFrom.of(invoice.at()))
                .variable("KEY", "k")
                .start(yaml(provider.port()))) {
      assertThat(ask(gate, invoice).status()).isEqualTo(200);
      environment.put("HEADGATE_URL", "http://127.0.0.1:" + gate.port());
      environment.put("HEADGATE_ADMIN_KEY", gate.headgate().adminKey().secret().reveal());
      String id = gate.record().id();

      Said json = headgate("call", id, "-o", "json");
      assertDone(json);
      programReads(invoice, JsonMapper.shared().readTree(json.out()));
      Said table = headgate("call", id);
      assertDone(table);
      personReads(invoice, table.out());
    }
  }

  private static void programReads(Invoice invoice, JsonNode call) {
    JsonNode attempt = call.path("attempts").get(0);
    assertThat(call.path("cost_nano").asLong()).isEqualTo(invoice.nanos());
    assertThat(attempt.path("cost_nano").asLong()).isEqualTo(invoice.nanos());
    assertThat(attempt.path("price_rule").asString()).isEqualTo(invoice.rule());
    List<JsonNode> lines = attempt.path("cost").valueStream().toList();
    assertThat(lines).hasSameSizeAs(invoice.lines());
    for (int i = 0; i < lines.size(); i++) {
      Invoice.Line line = invoice.lines().get(i);
      String rate = isRequest(line) ? "usd_per_request" : "usd_per_million";
      assertThat(lines.get(i).path("unit").asString()).isEqualTo(line.unit().text());
      assertThat(lines.get(i).path("count").asLong()).isEqualTo(line.count());
      assertThat(lines.get(i).path(rate).decimalValue()).isEqualByComparingTo(rate(line));
      assertThat(lines.get(i).path("cost_nano").asLong()).isEqualTo(line.nanos());
    }
  }

  private static void personReads(Invoice invoice, String story) {
    List<String> table =
        story
            .lines()
            .dropWhile(line -> !line.startsWith("ATTEMPT"))
            .skip(1)
            .map(line -> line.replaceFirst("^1 +|^ +", "").replaceAll(" +", " "))
            .toList();
    assertThat(table.subList(0, invoice.lines().size()))
        .isEqualTo(invoice.lines().stream().map(InvoiceCallTest::shown).toList());
    assertThat(table).contains("together " + dollars(invoice.nanos()));
    assertThat(story).containsPattern("cost +\\" + dollars(invoice.nanos()) + ", prices [0-9a-f]+");
    assertThat(story.lines()).allMatch(line -> Width.of(line) <= 80);
  }

  private static String shown(Invoice.Line line) {
    return String.format(
        Locale.ROOT,
        "%s %,d $%s %s %s",
        line.unit().text().replace('_', ' '),
        line.count(),
        rate(line).stripTrailingZeros().toPlainString(),
        isRequest(line) ? "each" : "per million",
        dollars(line.nanos()));
  }

  private static String dollars(long nanos) {
    return "$" + BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
  }

  /// Vendors' lists say what a thousand requests cost.
  private static BigDecimal rate(Invoice.Line line) {
    var dollars = new BigDecimal(line.dollars());
    return isRequest(line) ? dollars.movePointLeft(3) : dollars;
  }

  private static boolean isRequest(Invoice.Line line) {
    return line.unit().kind() == Kind.REQUEST;
  }
}
