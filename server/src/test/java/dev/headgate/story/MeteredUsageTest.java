package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Unit;
import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;
import dev.headgate.record.CallRecord;
import dev.headgate.simulate.FaultPlan;
import dev.headgate.simulate.Options;
import dev.headgate.simulate.Simulator;
import dev.headgate.testkit.Gate;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What the gate records is what the simulated provider bills, to the nano-dollar.
@Timeout(60)
class MeteredUsageTest {
  /// Nano-dollars of `sim-small`, as its provider lists them.
  private static final Map<Unit, Long> LIST =
      new EnumMap<>(
          Map.of(
              Unit.INPUT, 100L,
              Unit.CACHE_READ, 10L,
              Unit.CACHE_WRITE_5M, 125L,
              Unit.CACHE_WRITE_30M, 125L,
              Unit.CACHE_WRITE_1H, 200L,
              Unit.CACHE_WRITE_12H, 200L,
              Unit.OUTPUT, 500L,
              Unit.WEB_SEARCH, 10_000_000L));

  @TempDir private Path directory;
  private Simulator simulator;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    simulator = Simulator.start(Options.instant());
    gate =
        Gate.in(directory)
            .variable("A_KEY", "k")
            .start(
                """
                server: { port: 0, drain: 0s }
                providers:
                  o: { kind: openai-compatible, base-url: "%s", retries: 0 }
                  a: { kind: anthropic, base-url: "%s", api-key: "${A_KEY}", retries: 0 }
                """
                    .formatted(simulator.openAiBaseUrl(), simulator.anthropicBaseUrl()));
  }

  @AfterEach
  void stop() {
    gate.close();
    simulator.close();
  }

  private static long cost(Usage usage, boolean fast) {
    long sum = 0;
    for (Unit unit : Unit.values()) {
      boolean doubled = fast && unit.kind() != Unit.Kind.REQUEST;
      sum += usage.of(unit) * LIST.getOrDefault(unit, 0L) * (doubled ? 2 : 1);
    }
    return sum;
  }

  private long billed() {
    return simulator.meter().snapshot().billedNano();
  }

  /// A text of its own of so many tokens.
  private static String text(int number, int tokens) {
    return ("%04d".formatted(number) + " w-e".repeat(tokens)).substring(0, 4 * tokens);
  }

  private CallRecord asks(String path, String members, boolean stream) throws Exception {
    gate.post(
        path,
        "{\"max_tokens\":99%s,%s}".formatted(stream ? ",\"stream\":true" : "", members),
        "anthropic-version: 2026-10-21");
    return gate.record();
  }

  private record Wish(String path, String members, boolean fast) {
    static Wish of(int number, Random random) {
      boolean fast = random.nextBoolean();
      boolean long_ = random.nextBoolean();
      String searches = random.nextBoolean() ? ",\"tools\":[{\"type\":\"web_search\"}]" : "";
      String text = "\"" + text(random.nextInt(number + 1), 1_500) + "\"";
      String tier = fast ? ",\"service_tier\":\"priority\"" : "";
      return switch (random.nextInt(3)) {
        case 0 ->
            new Wish(
                "/v1/chat/completions",
                "\"model\":\"o/sim-small\",\"messages\":[{\"role\":\"user\",\"content\":%s}]%s"
                    .formatted(text, tier),
                fast);
        case 1 ->
            new Wish(
                "/v1/responses",
                "\"model\":\"o/sim-small\",\"max_tool_calls\":3,\"input\":%s%s%s%s"
                    .formatted(
                        text,
                        searches,
                        tier,
                        long_ ? ",\"prompt_cache_options\":{\"ttl\":\"12h\"}" : ""),
                fast);
        default ->
            new Wish(
                "/v1/messages",
                """
                "model":"a/sim-small","messages":[{"role":"user","content":[
                  {"type":"text","text":%s,"cache_control":{"type":"ephemeral"%s}},
                  {"type":"text","text":"more","cache_control":{"type":"ephemeral"}},
                  {"type":"text","text":"and more"}]}]%s%s
                """
                    .formatted(
                        text,
                        long_ ? ",\"ttl\":\"1h\"" : "",
                        searches.replace("\"}", "_20260209\",\"max_uses\":2}"),
                        fast ? ",\"speed\":\"fast\"" : ""),
                fast);
      };
    }
  }

  @Test
  void whatIsRecordedIsWhatIsBilled() throws Exception {
    var random = new Random(11);
    Usage all = Usage.NONE;
    for (int i = 0; i < 60; i++) {
      Wish wish = Wish.of(i, random);
      long before = billed();
      Usage usage = asks(wish.path, wish.members, random.nextBoolean()).spend().usage();
      assertThat(usage.source()).isEqualTo(Source.PROVIDER);
      assertThat(cost(usage, wish.fast)).as("%s", usage).isEqualTo(billed() - before);
      all = all.plus(usage);
    }
    for (Unit unit : LIST.keySet()) {
      assertThat(all.of(unit)).as("%s of %s", unit, all).isPositive();
    }
  }

  @Test
  void whatTheProviderDoesNotTellIsEstimatedAndNotLessThanTheBill() throws Exception {
    simulator.faults(FaultPlan.parse("no-usage"));
    List<String> paths = List.of("/v1/chat/completions", "/v1/responses", "/v1/messages");
    String said = "\"messages\":[{\"role\":\"user\",\"content\":\"What is a weir?\"}]";
    for (String path : paths) {
      String model = "\"model\":\"" + (path.endsWith("messages") ? "a" : "o") + "/sim-small\",";
      String question = path.endsWith("responses") ? "\"input\":\"What is a weir?\"" : said;
      for (boolean stream : new boolean[] {true, false}) {
        long before = billed();
        Usage usage = asks(path, model + question, stream).spend().usage();
        assertThat(usage.source()).isEqualTo(Source.ESTIMATED);
        assertThat(cost(usage, false)).isBetween(billed() - before, 3 * (billed() - before));
      }
    }
  }
}
