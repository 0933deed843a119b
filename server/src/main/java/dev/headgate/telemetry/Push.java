package dev.headgate.telemetry;

import static java.util.stream.Collectors.toUnmodifiableMap;

import dev.headgate.base.Clock;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.HistogramFlavor;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.micrometer.registry.otlp.OtlpMetricsSender;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Sends the metrics every minute, and once more at the end. No redirect is followed, for the
/// headers may hold a credential.
final class Push implements OtlpMetricsSender, AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(PATIENCE).build();
  private final Failures failures;
  private final OtlpMeterRegistry registry;

  Push(OtelConfig config, String version, String instance, Clock clock) {
    URI to = Objects.requireNonNull(config.endpoint());
    failures = new Failures(to.getAuthority(), clock);
    Map<String, String> resource =
        Map.of(
            "service.name", "headgate",
            "service.version", version,
            "service.instance.id", instance);
    Map<String, String> headers =
        config.headers().entrySet().stream()
            .collect(toUnmodifiableMap(Map.Entry::getKey, each -> each.getValue().reveal()));
    registry =
        OtlpMeterRegistry.builder(new Settings(to + "/v1/metrics", headers, resource))
            .metricsSender(this)
            .build();
    registry.config().meterFilter(Bounds.pushed());
  }

  OtlpMeterRegistry registry() {
    return registry;
  }

  long failures() {
    return failures.count();
  }

  /// Never throws: the registry would write what it sent into the log.
  @Override
  public void send(Request metrics) {
    var request =
        HttpRequest.newBuilder(URI.create(metrics.getAddress()))
            .timeout(PATIENCE)
            .header("content-type", "application/x-protobuf")
            .POST(BodyPublishers.ofByteArray(metrics.getMetricsData()));
    metrics.getHeaders().forEach(request::header);
    try {
      HttpResponse<?> response = client.send(request.build(), BodyHandlers.discarding());
      if (response.statusCode() / 100 != 2) {
        failures.add("status " + response.statusCode());
      }
    } catch (IOException broken) {
      failures.add(broken.getClass().getSimpleName());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    registry.close();
    client.shutdownNow();
  }

  private record Settings(
      String url, Map<String, String> headers, Map<String, String> resourceAttributes)
      implements OtlpConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }

    @Override
    public HistogramFlavor histogramFlavor() {
      return HistogramFlavor.BASE2_EXPONENTIAL_BUCKET_HISTOGRAM;
    }

    @Override
    public AggregationTemporality aggregationTemporality() {
      return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public TimeUnit baseTimeUnit() {
      return TimeUnit.SECONDS;
    }
  }
}
