package dev.headgate.record;

import dev.headgate.record.UsageQuery.Dimension;
import dev.headgate.record.UsageRow.Quantiles;
import dev.headgate.record.UsageRow.Totals;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Sums as JSON: those of all calls, and of each group.
final class UsageJson {
  private UsageJson() {}

  static byte[] of(
      UsageQuery question, List<UsageRow> total, List<UsageRow> groups, List<UsageStep> steps) {
    var json = new LinkedHashMap<String, Object>();
    json.put("since", question.since().toString());
    json.put("until", question.until().toString());
    json.put("by", question.by().stream().map(Dimension::text).toList());
    json.put("total", total.isEmpty() ? Map.of("calls", 0) : whole(total.getFirst()));
    json.put("groups", groups.stream().map(row -> group(question, row)).toList());
    if (!steps.isEmpty()) {
      json.put("steps", steps.stream().map(UsageJson::step).toList());
    }
    return JsonMapper.shared().writeValueAsBytes(json);
  }

  private static Map<String, Object> group(UsageQuery question, UsageRow row) {
    var names = new LinkedHashMap<String, Object>();
    for (int i = 0; i < row.group().size(); i++) {
      if (!row.group().get(i).isEmpty()) {
        names.put(question.by().get(i).text(), row.group().get(i));
      }
    }
    var json = new LinkedHashMap<String, Object>();
    json.put("group", names);
    json.putAll(whole(row));
    return json;
  }

  private static Map<String, Object> step(UsageStep step) {
    var json = new LinkedHashMap<String, Object>();
    json.put("start", step.start().toString());
    json.putAll(sums(step.totals()));
    return json;
  }

  private static Map<String, Object> whole(UsageRow row) {
    Map<String, Object> json = sums(row.totals());
    json.put("series", row.series());
    return json;
  }

  private static Map<String, Object> sums(Totals sums) {
    var json = new LinkedHashMap<String, Object>();
    json.put("calls", sums.calls());
    json.put("errors", sums.errors());
    json.put("attempts", sums.attempts());
    json.put("estimated", sums.estimated());
    json.put("unpriced", sums.unpriced());
    json.put("tokens", tokens(sums));
    json.put("cost_nano", sums.cost().nanos());
    json.put("saved_nano", sums.saved().nanos());
    times(json, "latency_ms", sums.latency());
    times(json, "first_token_ms", sums.firstToken());
    times(json, "overhead_ms", sums.overhead());
    return json;
  }

  private static Map<String, Object> tokens(Totals sums) {
    var json = new LinkedHashMap<String, Object>();
    json.put("in", sums.tokensIn());
    json.put("out", sums.tokensOut());
    json.put("cache_read", sums.cacheRead());
    json.put("cache_write", sums.cacheWrite());
    json.put("reasoning", sums.reasoning());
    return json;
  }

  private static void times(Map<String, Object> json, String name, @Nullable Quantiles times) {
    if (times != null) {
      var quantiles = new LinkedHashMap<String, Object>();
      quantiles.put("p50", rounded(times.p50()));
      quantiles.put("p95", rounded(times.p95()));
      quantiles.put("p99", rounded(times.p99()));
      json.put(name, quantiles);
    }
  }

  private static double rounded(double millis) {
    return Math.round(millis * 1_000) / 1_000.0;
  }
}
