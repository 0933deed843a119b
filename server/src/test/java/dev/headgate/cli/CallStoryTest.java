package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CallStoryTest {
  private static final String CALL =
      """
      {"id": "0199f3c1-7a52-7c3e-9d54-1f0a6b2c8e47", "ts": "2025-10-17T09:21:04.210Z",
       "surface": "features", "feature": "support-reply", "variant": "control", "bucket": 80273,
       "key": "web", "team": "shop", "model": "feature/support-reply", "target": "b/large",
       "stream": true, "outcome": "answered", "status": 200, "finish": "stop",
       "duration_ms": 4000, "first_token_ms": 3000, "overhead_ms": 1.9, "attempt_count": 2,
       "tokens": {"in": 1500, "out": 300, "cache_read": 500, "cache_write": 0, "reasoning": 0},
       "usage_source": "provider", "cost_nano": 2350000, "price_version": "p1",
       "cap_granted": 400, "plan": ["a/small", "b/large"],
       "decision": {"variant": "control", "bucket": 80273, "reason": "key",
         "rejected": ["c/other: not configured"], "config": "0123456789ab"},
       "attempts": [
         {"n": 1, "target": "a/small", "start_ms": 0, "duration_ms": 2000, "status": 529,
          "outcome": "failed", "cause": "provider.529", "next": "retry"},
         {"n": 2, "target": "b/large", "model": "large-0617", "start_ms": 2000,
          "first_token_ms": 1000, "duration_ms": 2000, "status": 200, "outcome": "answered",
          "cost_nano": 2350000, "cost": [
            {"unit": "input", "count": 1000, "usd_per_million": 1.00, "cost_nano": 1000000},
            {"unit": "cache_read", "count": 500, "usd_per_million": 0.1, "cost_nano": 50000},
            {"unit": "output", "count": 300, "usd_per_million": 1, "cost_nano": 300000},
            {"unit": "web_search", "count": 1, "usd_per_request": 0.001, "cost_nano": 1000000}]}]}
      """;

  private static JsonNode json(String text) {
    return JsonMapper.shared().readTree(text);
  }

  private static String told(String json) {
    return new CallStory(json(json), ZoneOffset.UTC).text();
  }

  @Test
  void tellsWhatWasAskedDecidedTriedAndPaid() {
    assertThat(told(CALL))
        .isEqualTo(
            """
            call        0199f3c1-7a52-7c3e-9d54-1f0a6b2c8e47
            came        2025-10-17 09:21:04.210 Z
            asked       feature support-reply on features, streamed
            key         web of shop
            served      control, by its targeting key, bucket 80273 of 100000
            plan        a/small, then b/large
            rejected    c/other: not configured
            output cap  400 tokens
            config      0123456789ab
            outcome     answered 200, finish stop
            latency     4,000 ms, first token after 3,000 ms; the gate itself took 1.9 ms
            tokens      1,500 in, 300 out (500 cache read)
            cost        $0.00235, prices p1

            0 ms                              4,000 ms   . waiting  = answering
            1 [....................                    ] a/small
               failed 529 for provider.529 in 2,000 ms; then: retry
            2 [                    ..........==========] b/large
               answered 200 in 2,000 ms, first token after 1,000 ms, by large-0617

            ATTEMPT   UNIT            COUNT    RATE                   COST
            1         nothing billed
            2         input           1,000      $1  per million    $0.001
                      cache read        500    $0.1  per million  $0.00005
                      output            300      $1  per million   $0.0003
                      web search          1  $0.001  each           $0.001
            together                                              $0.00235\
            """);
  }

  @Test
  void staysCleanAndWithinEightyColumnsWhateverIsInIt() {
    String hostile =
        CALL.replace("large-0617", "\\u001b[31m\\u202eevil".repeat(4))
            .replace("web", "\\u0007")
            .replace("b/large", "openrouter/anthropic/claude-opus-5-5:thinking")
            .replace("c/other: not configured", "c/other: not configured\", \"d/more: no key")
            .replace("500, \"cache_write\": 0", "50000000, \"cache_write\": 7000000");

    assertThat(told(hostile)).doesNotContain("\u001b", "\u0007", "\u202e");
    assertThat(told(hostile).lines()).allMatch(line -> Width.of(line) <= 80);
  }

  @Test
  void aCallThatAskedNobodyHasNoTimeLine() {
    String refused =
        """
        {"id": "i", "ts": "2025-10-17T09:21:04Z", "surface": "chat", "key": "web", "model": "m",
         "stream": false, "outcome": "refused", "cause": "unknown_model", "status": 404,
         "duration_ms": 0.2, "attempt_count": 0, "cost_nano": 0, "plan": [], "attempts": [],
         "decision": {"rejected": [], "config": "v1"}}
        """;
    assertThat(told(refused)).contains("refused 404 for unknown_model").doesNotContain("waiting");
  }

  @Test
  void aLineOfTheTableHasItsColumns() {
    var line = new CallLine(ZoneOffset.UTC);
    JsonNode call = json(CALL);
    String broken =
        CALL.replace("\"cost_nano\": 2350000, \"price", "\"price").replace("answered", "abandoned");

    assertThat(CallLine.HEAD)
        .isEqualTo(
            "TIME         OUTCOME   HTTP  LATENCY FEATURE OR MODEL        TOKENS        COST");
    assertThat(line.of(call))
        .isEqualTo(
            "09:21:04.210 answered   200 4,000 ms support-reply:contr…  1.5k>300    $0.00235");
    assertThat(line.of(json(broken)))
        .isEqualTo(
            "09:21:04.210 abandoned  200 4,000 ms support-reply:contr…  1.5k>300           ?");
    assertThat(CallLine.isMarked(call)).isFalse();
    assertThat(CallLine.isMarked(json(broken))).isTrue();
  }
}
