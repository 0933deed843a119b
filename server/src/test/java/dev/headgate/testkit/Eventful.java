package dev.headgate.testkit;

import dev.headgate.telemetry.Lines;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// What a gate says of itself once something of each kind has happened.
public final class Eventful {
  private static final String STREAM = Talk.CHAT.content("hi") + Talk.CHAT.end();

  /// An answer that used a cache, both ways, and reasoned.
  private static final String THOROUGH =
      """
      {"choices":[{"index":0,"message":{"role":"assistant","content":"hi"},\
      "finish_reason":"stop"}],"usage":{"prompt_tokens":11,"completion_tokens":7,\
      "total_tokens":18,"prompt_tokens_details":{"cached_tokens":2,"cache_write_tokens":3},\
      "completion_tokens_details":{"reasoning_tokens":4}}}\
      """;

  private Eventful() {}

  /// `more` goes into the configuration.
  public static Scraped scraped(Path directory, String more) throws Exception {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    try (var provider = new StubProvider(_ -> StubProvider.whole(200, THOROUGH));
        var lines = new Lines(OutputStream.nullOutputStream());
        var gate =
            Gate.in(directory)
                .variable("A_KEY", "key-of-a")
                .start(
                    Talk.yaml(provider.port(), "retries: 0")
                        + "prices: { o/m: { input: $1, cache-write: $1, output: $2 } }\n"
                        + more)) {
      gate.headgate().telemetry().watch(lines);
      happen(gate, provider);
      return settled(gate);
    }
  }

  private static void happen(Gate gate, StubProvider provider) throws IOException {
    gate.post(Talk.FEATURE.path, Talk.FEATURE.ask(false));
    gate.post("/v1/embeddings", "{\"model\":\"o/m\",\"input\":\"hi\"}");
    gate.post(Talk.CHAT.path, "{\"model\":\"o/unpriced\",\"messages\":[]}");
    gate.post(Talk.CHAT.path, "{\"model\":\"no/such\",\"messages\":[]}");
    gate.post("/no/such/path", "{}");
    provider.answers(_ -> StubProvider.stream(STREAM));
    gate.post(Talk.CHAT.path, Talk.CHAT.ask(true));
    provider.answers(_ -> StubProvider.whole(503, "{}"));
    gate.post(Talk.FEATURE_WITH_FALLBACK.path, Talk.FEATURE_WITH_FALLBACK.ask(false));
  }

  /// Once two scrapes say the same.
  private static Scraped settled(Gate gate) throws Exception {
    Await.until("all records", () -> gate.records().size() == 6);
    Scraped last;
    Scraped next = Scraped.of(gate);
    do {
      last = next;
      next = Scraped.of(gate);
    } while (!samples(next).equals(samples(last))
        || next.sum("headgate_degraded_responses_total") == 0);
    return next;
  }

  private static Set<Scraped.Sample> samples(Scraped scraped) {
    return Set.copyOf(
        scraped.samples().stream().filter(each -> each.name().startsWith("headgate")).toList());
  }
}
