package dev.headgate.telemetry;

import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;

import dev.headgate.base.Usage;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import io.opentelemetry.api.common.AttributesBuilder;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/// For Langfuse, which takes usage and cost as JSON in attributes of its own, and knows the first
/// token's time from nothing else.
final class LangfuseSpans implements SpanDialect {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String BASE = "/api/public/otel";

  @Override
  public String url(URI endpoint) {
    String base = endpoint.toString();
    return (base.endsWith(BASE) ? base : base + BASE) + "/v1/traces";
  }

  /// Without it what is sent shows minutes later.
  @Override
  public Map<String, String> headers() {
    return Map.of("x-langfuse-ingestion-version", "4");
  }

  @Override
  public void describe(CallRecord call, AttributesBuilder to) {
    to.put("langfuse.observation.type", "span");
    trace(call, to);
  }

  @Override
  public void describe(CallRecord call, AttemptRecord attempt, AttributesBuilder to) {
    boolean embeds = Spans.operation(call).equals("embeddings");
    to.put("langfuse.observation.type", embeds ? "embedding" : "generation");
    trace(call, to);
    if (attempt.usage().isKnown()) {
      to.put("langfuse.observation.usage_details", JSON.writeValueAsString(usage(attempt.usage())));
    }
    if (attempt.cost() != null) {
      to.put(
          "langfuse.observation.cost_details",
          "{\"total\":" + attempt.cost().total().dollars() + "}");
    }
    if (attempt.firstTokenMillis() != null) {
      long at = Spans.nanos(call, attempt.startMillis() + attempt.firstTokenMillis());
      to.put("langfuse.observation.completion_start_time", Instant.ofEpochSecond(0, at).toString());
    }
  }

  /// A trace that a caller began keeps the caller's name.
  private static void trace(CallRecord call, AttributesBuilder to) {
    String feature = call.asked().feature();
    if (call.trace().parent() == null) {
      to.put("langfuse.trace.name", feature == null ? call.asked().surface() : feature);
    }
    if (call.served().variant() != null) {
      to.put(stringArrayKey("langfuse.trace.tags"), List.of(call.served().variant()));
    }
  }

  /// Kinds that do not overlap, for it adds them up.
  private static Map<String, Long> usage(Usage usage) {
    var details = new LinkedHashMap<String, Long>();
    details.put("input", usage.input() - usage.cacheRead() - usage.cacheWrite());
    details.put("cache_read_input_tokens", usage.cacheRead());
    details.put("cache_creation_input_tokens", usage.cacheWrite());
    details.put("output", usage.output() - usage.reasoning());
    details.put("output_reasoning_tokens", usage.reasoning());
    details.values().removeIf(count -> count == 0);
    details.put("total", usage.input() + usage.output());
    return details;
  }
}
