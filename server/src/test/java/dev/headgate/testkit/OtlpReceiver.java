package dev.headgate.testkit;

import static java.util.stream.Collectors.toMap;

import com.google.protobuf.InvalidProtocolBufferException;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A receiver of spans and metrics that keeps the requests it was sent, and decodes them.
public final class OtlpReceiver implements AutoCloseable {
  private final LinkedBlockingQueue<Message> ofSpans = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Message> ofMetrics = new LinkedBlockingQueue<>();
  private final StubProvider stub = new StubProvider(this::take);

  public OtlpReceiver() throws IOException {}

  private String take(Message request) {
    (request.path().endsWith("/v1/metrics") ? ofMetrics : ofSpans).add(request);
    return StubProvider.whole(200, "");
  }

  public String url() {
    return "http://127.0.0.1:" + stub.port();
  }

  /// The next request with spans.
  public Message request() throws InterruptedException {
    return next(ofSpans);
  }

  /// The next request with metrics.
  public Message metricsRequest() throws InterruptedException {
    return next(ofMetrics);
  }

  private static Message next(LinkedBlockingQueue<Message> requests) throws InterruptedException {
    Message next = requests.poll(10, TimeUnit.SECONDS);
    if (next == null) {
      throw new IllegalStateException("nothing was sent");
    }
    return next;
  }

  /// Requests that nobody has taken.
  public int waiting() {
    return ofSpans.size() + ofMetrics.size();
  }

  /// Waits for as many spans, in as many requests as it takes.
  public List<Span> spans(int count) throws Exception {
    var spans = new ArrayList<Span>();
    while (spans.size() < count) {
      spans.addAll(spans(request()));
    }
    return spans;
  }

  public static List<Span> spans(Message request) throws InvalidProtocolBufferException {
    return resources(request).stream()
        .flatMap(each -> each.getScopeSpansList().stream())
        .flatMap(each -> each.getSpansList().stream())
        .toList();
  }

  /// The metrics of a request by name.
  public static Map<String, Metric> metrics(Message request) throws InvalidProtocolBufferException {
    return ExportMetricsServiceRequest.parseFrom(request.body()).getResourceMetricsList().stream()
        .flatMap(each -> each.getScopeMetricsList().stream())
        .flatMap(each -> each.getMetricsList().stream())
        .collect(
            toMap(
                Metric::getName,
                each -> each,
                (one, more) -> one.toBuilder().mergeFrom(more).build()));
  }

  public static List<ResourceSpans> resources(Message request)
      throws InvalidProtocolBufferException {
    return ExportTraceServiceRequest.parseFrom(request.body()).getResourceSpansList();
  }

  /// As the tests write them: text, number, truth, or a list of texts in brackets.
  public static Map<String, Object> attributes(List<KeyValue> attributes) {
    return new TreeMap<>(
        attributes.stream().collect(toMap(KeyValue::getKey, each -> value(each.getValue()))));
  }

  public static Map<String, Object> attributes(Span span) {
    return attributes(span.getAttributesList());
  }

  private static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case BOOL_VALUE -> value.getBoolValue();
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(OtlpReceiver::value).toList();
      default -> throw new AssertionError(value);
    };
  }

  public static String hex(com.google.protobuf.ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  @Override
  public void close() throws IOException {
    stub.close();
  }
}
