package dev.headgate.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.NanoUsd;
import dev.headgate.record.UsageQuery.Dimension;
import dev.headgate.record.UsageRow.Quantiles;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Lists as RFC 4180 has them, with a heading. What a spreadsheet would take for a formula has an
/// apostrophe before it.
final class CallCsv {
  /// What a formula begins with, also as wide as two.
  private static final String FORMULA = "=+-@\t\r\n＝＋－＠";

  private static final List<String> CALL =
      List.of(
          "id",
          "ts",
          "surface",
          "feature",
          "variant",
          "key",
          "team",
          "model",
          "target",
          "stream",
          "outcome",
          "cause",
          "status",
          "finish",
          "attempt_count",
          "duration_ms",
          "first_token_ms",
          "overhead_ms",
          "tokens_in",
          "tokens_out",
          "tokens_cache_read",
          "tokens_cache_write",
          "tokens_reasoning",
          "usage_source",
          "cost_usd",
          "price_version");

  private static final List<String> SUMS =
      List.of(
          "calls",
          "errors",
          "attempts",
          "estimated",
          "unpriced",
          "tokens_in",
          "tokens_out",
          "tokens_cache_read",
          "tokens_cache_write",
          "tokens_reasoning",
          "cost_usd",
          "saved_usd",
          "latency_p50_ms",
          "latency_p95_ms",
          "latency_p99_ms",
          "first_token_p50_ms",
          "first_token_p95_ms",
          "first_token_p99_ms");

  private final StringBuilder out = new StringBuilder();

  private CallCsv(List<String> heading) {
    row(heading);
  }

  static byte[] calls(List<CallRecord> calls) {
    var csv = new CallCsv(CALL);
    calls.forEach(call -> csv.row(cells(call)));
    return csv.bytes();
  }

  static byte[] usage(UsageQuery question, List<UsageRow> rows) {
    List<String> by = question.by().stream().map(Dimension::text).toList();
    var csv = new CallCsv(joined(by, SUMS));
    rows.forEach(row -> csv.row(joined(row.group(), cells(row.totals()))));
    return csv.bytes();
  }

  private static List<String> joined(List<String> first, List<String> then) {
    var all = new ArrayList<>(first);
    all.addAll(then);
    return all;
  }

  private static List<String> cells(CallRecord call) {
    var asked = call.asked();
    var served = call.served();
    var ending = call.ending();
    var cells = new ArrayList<String>();
    add(cells, call.id(), Instant.ofEpochMilli(call.epochMillis()), asked.surface());
    add(cells, asked.feature(), served.variant(), asked.key(), asked.team(), asked.model());
    add(cells, served.target(), asked.stream(), ending.outcome().text(), ending.cause());
    add(cells, ending.status(), ending.finish(), call.attempts().size());
    add(cells, millis(ending.durationMillis()), millis(ending.firstTokenMillis()));
    add(cells, millis(ending.overheadMillis()));
    var usage = call.usage();
    if (usage.isKnown()) {
      add(cells, usage.input(), usage.output(), usage.cacheRead(), usage.cacheWrite());
      add(cells, usage.reasoning(), usage.source().text());
    } else {
      add(cells, null, null, null, null, null, null);
    }
    NanoUsd cost = call.spend().cost();
    add(cells, cost == null ? null : cost.dollars(), call.spend().priceVersion());
    return cells;
  }

  private static List<String> cells(UsageRow.Totals sums) {
    var cells = new ArrayList<String>();
    add(cells, sums.calls(), sums.errors(), sums.attempts(), sums.estimated(), sums.unpriced());
    add(cells, sums.tokensIn(), sums.tokensOut(), sums.cacheRead(), sums.cacheWrite());
    add(cells, sums.reasoning(), sums.cost().dollars(), sums.saved().dollars());
    for (Quantiles times : new @Nullable Quantiles[] {sums.latency(), sums.firstToken()}) {
      if (times == null) {
        add(cells, null, null, null);
      } else {
        add(cells, millis(times.p50()), millis(times.p95()), millis(times.p99()));
      }
    }
    return cells;
  }

  private static void add(List<String> cells, @Nullable Object... values) {
    for (Object value : values) {
      cells.add(value == null ? "" : value.toString());
    }
  }

  private static @Nullable String millis(@Nullable Double millis) {
    return millis == null
        ? null
        : BigDecimal.valueOf(millis)
            .setScale(3, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
  }

  private void row(List<String> cells) {
    out.append(cells.stream().map(CallCsv::quoted).collect(Collectors.joining(","))).append("\r\n");
  }

  private static String quoted(String cell) {
    boolean formula = !cell.isEmpty() && FORMULA.indexOf(cell.charAt(0)) >= 0;
    String safe = formula ? "'" + cell : cell;
    return safe.matches("[^,\"\\r\\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
  }

  private byte[] bytes() {
    return out.toString().getBytes(UTF_8);
  }
}
