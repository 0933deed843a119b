package dev.headgate.telemetry;

import dev.headgate.base.Usage;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;

/// For Arize Phoenix, in the names of OpenInference; one project holds what comes from here.
final class PhoenixSpans implements SpanDialect {
  @Override
  public Map<String, String> resource() {
    return Map.of("openinference.project.name", "headgate");
  }

  @Override
  public void describe(CallRecord call, AttributesBuilder to) {
    to.put("openinference.span.kind", "CHAIN");
  }

  @Override
  public void describe(CallRecord call, AttemptRecord attempt, AttributesBuilder to) {
    boolean embeds = Spans.operation(call).equals("embeddings");
    to.put("openinference.span.kind", embeds ? "EMBEDDING" : "LLM");
    to.put(embeds ? "embedding.model_name" : "llm.model_name", Spans.model(attempt));
    Integer cap = Spans.cap(call);
    if (cap != null) {
      to.put("llm.invocation_parameters", "{\"max_tokens\":" + cap + "}");
    }
    if (attempt.usage().isKnown()) {
      usage(attempt.usage(), to);
    }
  }

  private static void usage(Usage usage, AttributesBuilder to) {
    to.put("llm.token_count.prompt", usage.input());
    to.put("llm.token_count.completion", usage.output());
    to.put("llm.token_count.total", usage.input() + usage.output());
    to.put("llm.token_count.prompt_details.cache_read", usage.cacheRead());
    to.put("llm.token_count.prompt_details.cache_write", usage.cacheWrite());
    to.put("llm.token_count.completion_details.reasoning", usage.reasoning());
  }
}
