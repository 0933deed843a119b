package dev.headgate.telemetry;

import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import io.opentelemetry.api.common.AttributesBuilder;
import java.net.URI;
import java.util.Map;

/// What one make of receiver reads beside the names of the convention, and how it is reached. This
/// one, as it stands, is for those that read the convention.
interface SpanDialect {
  static SpanDialect of(OtelConfig.Preset preset) {
    return switch (preset) {
      case OTLP -> new SpanDialect() {};
      case LANGFUSE -> new LangfuseSpans();
      case PHOENIX -> new PhoenixSpans();
    };
  }

  /// Where spans are posted to.
  default String url(URI endpoint) {
    return endpoint + "/v1/traces";
  }

  default Map<String, String> headers() {
    return Map.of();
  }

  /// Of the process.
  default Map<String, String> resource() {
    return Map.of();
  }

  /// Of a call's own span.
  default void describe(CallRecord call, AttributesBuilder to) {}

  /// Of an attempt's span.
  default void describe(CallRecord call, AttemptRecord attempt, AttributesBuilder to) {}
}
