package dev.headgate.telemetry;

import dev.headgate.base.Clock;
import dev.headgate.record.CallRecord;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;

/// Sends the spans of finished calls by OTLP (protobuf over HTTP) to where the configuration says:
/// of all calls that are worth it, and of a share of the rest. Shown calls by one thread, which it
/// never keeps waiting.
public final class Traces implements Consumer<CallRecord>, AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final TraceSampling sampling;
  private final Spans spans;
  private final SpanQueue queue;
  private volatile TraceSetting setting;

  /// `config` has an endpoint. `version` is the program's own.
  public Traces(OtelConfig config, String version, TraceSetting setting, Clock clock) {
    URI to = config.endpoint();
    if (to == null) {
      throw new IllegalArgumentException("endpoint: none (expected: a URL)");
    }
    var dialect = SpanDialect.of(config.preset());
    var attributes = Attributes.builder();
    attributes.put("service.name", "headgate").put("service.version", version);
    dialect.resource().forEach(attributes::put);
    Resource resource = Resource.getDefault().merge(Resource.create(attributes.build()));
    this.setting = setting;
    sampling = new TraceSampling(config.sample());
    spans = new Spans(resource, dialect, config.genai() == OtelConfig.GenAi.LATEST);
    queue = new SpanQueue(() -> exporter(config, to, dialect), to.getAuthority(), clock);
  }

  private static SpanExporter exporter(OtelConfig config, URI to, SpanDialect dialect) {
    var exporter = OtlpHttpSpanExporter.builder().setEndpoint(dialect.url(to)).setTimeout(ANSWER);
    dialect.headers().forEach(exporter::addHeader);
    config.headers().forEach((name, value) -> exporter.addHeader(name, value.reveal()));
    return exporter.build();
  }

  /// Another configuration has taken over.
  public void follow(TraceSetting next) {
    setting = next;
  }

  @Override
  public void accept(CallRecord call) {
    TraceSetting now = setting;
    if (sampling.keeps(call, now)) {
      queue.add(spans.of(call, now));
    }
  }

  /// Spans that were to be sent and never will be.
  public long dropped() {
    return queue.dropped();
  }

  /// Requests to the receiver that failed for good.
  public long failures() {
    return queue.failures();
  }

  /// Sends what is waiting, for two seconds at most.
  @Override
  public void close() {
    queue.close();
  }
}
