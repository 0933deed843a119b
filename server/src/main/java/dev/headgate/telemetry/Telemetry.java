package dev.headgate.telemetry;

import dev.headgate.base.Clock;
import dev.headgate.base.Request;
import dev.headgate.http.Answer;
import dev.headgate.record.CallRecord;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// What monitoring sees of calls: metrics to be scraped, and, where an endpoint is configured,
/// metrics and traces that are pushed. Without one no connection is ever made.
public final class Telemetry implements Consumer<CallRecord>, AutoCloseable {
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Exemplar exemplar = new Exemplar();
  private final @Nullable Traces traces;
  private final @Nullable Push push;
  private final Meters meters;
  private final Metrics metrics;
  private final Jvm jvm;
  private volatile Names names = Names.NONE;

  /// `instance` is unique to this process.
  public Telemetry(OtelConfig config, String version, String instance, Clock clock) {
    traces = config.isOn() ? new Traces(config, version, TraceSetting.NONE, clock) : null;
    push = config.pushesMetrics() ? new Push(config, version, instance, clock) : null;
    meters = new Meters(exemplar, push == null ? null : push.registry());
    metrics = new Metrics(meters, exemplar, config.genai());
    jvm = new Jvm(meters.registry());
    meters.about(version, clock.epochMillis());
    exported();
    if (push != null) {
      jvm.bind();
    }
  }

  private void exported() {
    String name = "headgate.export.failures";
    String help = "Requests to the receiver of traces or metrics that failed for good.";
    LongSupplier ofTraces = () -> traces == null ? 0 : traces.failures();
    LongSupplier ofMetrics = () -> push == null ? 0 : push.failures();
    meters.counter(name, help, ofTraces, "exporter", "traces");
    meters.counter(name, help, ofMetrics, "exporter", "metrics");
    meters.counter(
        "headgate.trace.dropped",
        "Calls whose spans were to be sent and were not.",
        () -> traces == null ? 0 : traces.dropped());
  }

  /// Another configuration has taken over: labels may have these names.
  public void follow(TraceSetting setting, Names configured) {
    names = configured;
    if (traces != null) {
      traces.follow(setting);
    }
  }

  @Override
  public void accept(CallRecord call) {
    boolean traced = traces == null ? call.trace().sampled() : traces.take(call);
    metrics.count(call, names, traced);
  }

  /// Counts a request that was turned away before anybody knew whose it was.
  public void turnedAway(String cause) {
    metrics.turnedAway(cause);
  }

  /// Shows what the call log had to drop.
  public void watch(Lines lines) {
    counter("headgate.log.dropped", "Lines of the call log that found no place.", lines::dropped);
  }

  /// Shows a count that somebody else keeps.
  public void counter(String name, String help, LongSupplier count) {
    meters.counter(name, help, count);
  }

  /// Shows a quantity as it is at the time of the scrape.
  public void gauge(String name, String help, DoubleSupplier value) {
    meters.gauge(name, help, value);
  }

  /// All metrics: as OpenMetrics, with exemplars, for who accepts that, else as Prometheus' text.
  public Answer scrape(Request request) {
    jvm.bind();
    boolean open =
        request
            .first("accept")
            .filter(it -> it.contains("application/openmetrics-text"))
            .isPresent();
    String type = open ? OPEN_METRICS : TEXT;
    var bytes = new ByteArrayOutputStream(64 << 10);
    try {
      formats.findWriter(type).write(bytes, meters.snapshots());
    } catch (IOException bug) {
      throw new IllegalStateException("memory cannot be written", bug);
    }
    return Answer.ok(type, bytes.toByteArray());
  }

  /// Sends what waits, for two seconds at most.
  @Override
  public void close() {
    Thread last = Thread.ofVirtual().start(this::pushLast);
    if (traces != null) {
      traces.close();
    }
    try {
      last.join(LAST_WORDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    jvm.close();
  }

  private void pushLast() {
    if (push != null) {
      push.close();
    }
  }
}
