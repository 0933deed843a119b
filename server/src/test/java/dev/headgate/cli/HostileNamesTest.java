package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Whatever callers and providers name things, operators' tables keep their lines, terminals their
/// colours, spreadsheets their formulas, and the store its tables.
class HostileNamesTest extends CommandLineTest {
  /// As it stands in JSON: a forged line, what moves a cursor in seven and in eight bits, what
  /// turns the direction of writing, and half a letter.
  private static final String EVIL =
      "x\\n{\\\"outcome\\\":\\\"fake\\\"}\\r\\u2028\\u001b[2J\\u001b]0;t\\u0007\\u009b31m\\u202e\\u200f\\u0000\\ud800";

  private static final List<String> MODELS =
      List.of(
          EVIL,
          "o/" + EVIL,
          "feature/" + EVIL,
          "=HYPERLINK(\\\"http://evil\\\")",
          "+1",
          "-1+cmd|' /C calc'!A0",
          "@SUM(1)",
          "\\t=1",
          "\\uff1d1",
          "o/'); DROP TABLE call; --",
          "o/\\u4e00\\u4e8c\\u4e09".repeat(20));

  private static final Pattern CLEAN = Pattern.compile("[^\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]*");

  private StubProvider provider;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    String evil = "\"" + EVIL + "\"";
    String answer = "{\"model\":" + evil + "," + Talk.CHAT.whole(EVIL).substring(1);
    provider = new StubProvider(_ -> StubProvider.whole(200, answer.replace("\"stop\"", evil)));
    gate =
        Gate.in(directory).variable("A_KEY", "k").start(Talk.yaml(provider.port(), "retries: 0"));
    environment.put("HEADGATE_URL", "http://127.0.0.1:" + gate.port());
    environment.put("HEADGATE_ADMIN_KEY", gate.headgate().adminKey().secret().reveal());
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    provider.close();
  }

  private void ask(String model) throws IOException {
    String body =
        "{\"model\":\"%1$s\",\"messages\":[],\"user\":\"%2$s\",\"headgate\":{\"tags\":{\"a\":\"%2$s\"}}}";
    gate.post(Talk.CHAT.path, body.formatted(model, EVIL), "User-Agent: =1", "x-request-id: @a");
  }

  /// What a command printed, which holds nothing but letters, signs, spaces and the ends of lines.
  private String clean(String... command) {
    Said said = headgate(command);
    assertDone(said);
    assertThat(said.out().lines()).allMatch(line -> CLEAN.matcher(line).matches());
    return said.out();
  }

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void rw50TablesKeepTheirLinesAndColumns() throws IOException {
    for (String model : MODELS) {
      ask(model);
    }
    List<String> table = clean("calls").lines().toList();
    JsonNode calls = json(clean("calls", "-o", "json"));

    assertThat(calls).hasSize(MODELS.size());
    assertThat(table).filteredOn(line -> line.matches("\\d\\d:.*")).hasSize(MODELS.size());
    assertThat(table).allMatch(line -> Width.of(line) <= 80);
    for (JsonNode call : calls) {
      String id = call.path("id").asString();
      assertThat(call.path("model").asString()).hasSizeBetween(1, 200);
      assertThat(clean("call", id)).doesNotContain("\nfake");
      assertThat(json(clean("call", id, "-o", "json")).path("id").asString()).isEqualTo(id);
    }
    assertThat(clean("usage", "--by", "model,outcome").lines())
        .allMatch(line -> Width.of(line) <= 80);
    clean("usage", "--by", "model", "-o", "json");
    assertThat(clean("usage", "--by", "model", "-o", "csv").lines())
        .allMatch(line -> line.split(",").length > 10);
  }

  @Test
  void rw50NoCellOfCsvIsAFormula() throws IOException {
    for (String model : MODELS) {
      ask(model);
    }
    List<String> lines = clean("calls", "-o", "csv").lines().toList();

    assertThat(lines).hasSize(1 + MODELS.size());
    assertThat(String.join("\n", lines)).doesNotContainPattern("(^|[,\n])\"?[=+\\-@\t＝＋－＠]");
    assertThat(lines).anyMatch(line -> line.contains("\"'=HYPERLINK(\"\"http://evil\"\")\""));
    assertThat(lines).anyMatch(line -> line.contains(",'＝1,"));
  }

  @Test
  void whatIsAskedForIsNoSql() throws IOException {
    ask("o/m");
    for (String option : List.of("--model", "--feature", "--variant", "--key", "--cause")) {
      assertThat(clean("calls", option, "x' OR '1'='1' --")).isEqualTo("no calls\n");
    }
    assertThat(clean("usage", "--model", "'); DELETE FROM call; --")).startsWith("no calls from");
    assertThat(json(clean("calls", "-o", "json"))).hasSize(1);
    Said said = headgate("call", "\u001b[2J%00' OR 1=1");
    assertThat(said.exit()).isEqualTo(Exit.NOT_THERE);
    assertThat(said.err()).doesNotContain("\u001b").contains("There is no call");
  }

  @Test
  void aTagOfAMegabyteIsRefusedAndOnRecordWithoutIt() throws IOException {
    String tag = "{\"a\":\"" + "=x".repeat(1 << 19) + "\"}";
    Message refused =
        gate.post(
            Talk.CHAT.path,
            "{\"model\":\"o/m\",\"messages\":[],\"headgate\":{\"tags\":" + tag + "}}");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text()).contains("headgate.tags").hasSizeLessThan(1_000);
    JsonNode call = json(clean("calls", "-o", "json")).get(0);
    assertThat(call.path("cause").asString()).isEqualTo("invalid_request");
    assertThat(clean("call", call.path("id").asString(), "-o", "json")).hasSizeLessThan(2_000);
  }
}
