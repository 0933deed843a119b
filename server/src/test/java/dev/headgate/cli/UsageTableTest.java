package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class UsageTableTest {
  private static final String SUMS =
      """
      "calls": %d, "errors": %d, "attempts": 9, "estimated": %d, "unpriced": %d,
      "tokens": {"in": 12345, "out": 678, "cache_read": 0, "cache_write": 0, "reasoning": 0},
      "cost_nano": %d, "latency_ms": {"p50": 812.3, "p95": 2100, "p99": 15000},
      "series": [0, 0, 1, 8, 2, 2, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 100]\
      """;

  private static String sums(int calls, int errors, int estimated, int unpriced, long cost) {
    return SUMS.formatted(calls, errors, estimated, unpriced, cost);
  }

  private static String group(String variant, String sums) {
    return "{\"group\": {\"feature\": \"support-reply\", \"variant\": \"%s\"}, %s}"
        .formatted(variant, sums);
  }

  private static String table(String total, String... groups) {
    String json =
        """
        {"since": "2026-11-24T08:00:00Z", "until": "2026-11-25T08:00:00.123Z",
         "by": ["feature", "variant"], "total": {%s}, "groups": [%s]}
        """
            .formatted(total, String.join(",", groups));
    return new UsageTable(JsonMapper.shared().readTree(json)).text();
  }

  @Test
  void twoVariantsStandSideBySide() {
    String table =
        table(
            sums(1_100, 3, 0, 0, 2_000_000_000L),
            group("control", sums(1_000, 1, 0, 0, 1_990_000_000L)),
            group("candidate", sums(100, 2, 0, 0, 10_000_000L)));

    assertThat(table)
        .isEqualTo(
            """
            Calls from 2026-11-24 08:00 to 2026-11-25 08:00 (UTC)

            feature                    all   support-reply   support-reply
            variant                                control       candidate
            calls                    1,100           1,000             100
            errors                    0.3%            0.1%            2.0%
            latency p50             812 ms          812 ms          812 ms
            latency p95           2,100 ms        2,100 ms        2,100 ms
            latency p99             15.0 s          15.0 s          15.0 s
            1st token p50                -               -               -
            1st token p95                -               -               -
            tokens in               12,345          12,345          12,345
            tokens out                 678             678             678
            cost                     $2.00           $1.99           $0.01
            per 1000 calls           $1.82           $1.99            $0.1
            calls by time    ▂▂▂▂        █   ▂▂▂▂        █   ▂▂▂▂        █\
            """);
  }

  @Test
  void whatIsEstimatedOrHasNoPriceIsMarkedAndExplained() {
    assertThat(table(sums(10, 0, 2, 3, 1_000), group("a", sums(10, 0, 2, 0, 1_000))))
        .contains("cost               > $0.000001      ~$0.000001")
        .endsWith(
            """
            > more than that: without a known price: 3 calls
            ~ about that: with an estimated usage: 2 calls\
            """);
  }

  @Test
  void moreThanThreeGroupsGoOnBelow() {
    String[] groups = new String[7];
    for (int i = 0; i < groups.length; i++) {
      groups[i] = group("a-variant-with-a-long-name-" + i, sums(10, 0, 0, 0, 1));
    }
    assertThat(table(sums(70, 0, 0, 0, 7), groups).lines())
        .allMatch(line -> Width.of(line) <= 80)
        .filteredOn(line -> line.startsWith("feature"))
        .hasSize(3);
  }

  @Test
  void ofNoCallsNothingIsSaid() {
    assertThat(table("\"calls\": 0")).startsWith("no calls from 2026-11-24 08:00");
  }
}
