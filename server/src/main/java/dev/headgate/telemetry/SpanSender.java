package dev.headgate.telemetry;

import dev.headgate.record.CallRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/// OpenTelemetry's exporter, and what makes spans for it.
final class SpanSender implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  /// The exporter's own log, held so that it stays off: it would repeat what a receiver says.
  private static final Logger CHATTER = Logger.getLogger("io.opentelemetry");

  static {
    CHATTER.setLevel(Level.OFF);
  }

  private final Supplier<TraceSetting> setting;
  private final Spans spans;
  private final SpanExporter exporter;

  SpanSender(OtelConfig config, URI to, String version, Supplier<TraceSetting> setting) {
    this.setting = setting;
    var dialect = SpanDialect.of(config.preset());
    boolean latest = config.genai() == OtelConfig.GenAi.LATEST;
    spans = new Spans(resource(dialect, version), dialect, latest);
    var builder = OtlpHttpSpanExporter.builder().setEndpoint(dialect.url(to)).setTimeout(ANSWER);
    dialect.headers().forEach(builder::addHeader);
    config.headers().forEach((name, value) -> builder.addHeader(name, value.reveal()));
    exporter = builder.build();
  }

  private static Resource resource(SpanDialect dialect, String version) {
    var attributes = Attributes.builder();
    attributes.put("service.name", "headgate").put("service.version", version);
    dialect.resource().forEach(attributes::put);
    return Resource.getDefault().merge(Resource.create(attributes.build()));
  }

  /// All their spans with one request, which is repeated for some seconds where that may help.
  CompletableResultCode send(List<CallRecord> calls) {
    TraceSetting now = setting.get();
    List<SpanData> all = calls.stream().flatMap(call -> spans.of(call, now).stream()).toList();
    return exporter.export(all);
  }

  @Override
  public void close() {
    exporter.shutdown();
  }
}
