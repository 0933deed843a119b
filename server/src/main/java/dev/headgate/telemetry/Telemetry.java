package dev.headgate.telemetry;

import dev.headgate.base.Clock;
import dev.headgate.base.Request;
import dev.headgate.http.Answer;
import dev.headgate.record.CallRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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

  private final OtelConfig config;
  private final @Nullable Traces traces;
  private final @Nullable Push push;
  private final List<Consumer<Meters>> shown = new ArrayList<>();
  private @Nullable Counted counted;
  private volatile Names names = Names.NONE;

  /// `instance` is unique to this process.
  public Telemetry(OtelConfig config, String version, String instance, Clock clock) {
    this.config = config;
    traces = config.isOn() ? new Traces(config, version, TraceSetting.NONE, clock) : null;
    push = config.pushesMetrics() ? new Push(config, version, instance, clock) : null;
    long start = clock.epochMillis();
    show(meters -> meters.about(version, start));
    show(this::exports);
    if (push != null) {
      counted();
    }
  }

  private void exports(Meters meters) {
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

  /// Made when the first call has ended or somebody looks: a start need not wait for it.
  private synchronized Counted counted() {
    if (counted == null) {
      counted = new Counted(push, config.genai());
      Meters meters = counted.meters();
      shown.forEach(each -> each.accept(meters));
    }
    return counted;
  }

  private synchronized void show(Consumer<Meters> what) {
    shown.add(what);
    if (counted != null) {
      what.accept(counted.meters());
    }
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
    counted().metrics().count(call, names, traced);
  }

  /// Counts a request that was turned away before anybody knew whose it was.
  public void turnedAway(String cause) {
    counted().metrics().turnedAway(cause);
  }

  /// Shows what the call log had to drop.
  public void watch(Lines lines) {
    counter("headgate.log.dropped", "Lines of the call log that found no place.", lines::dropped);
  }

  /// Shows a count that somebody else keeps.
  public void counter(String name, String help, LongSupplier count) {
    show(meters -> meters.counter(name, help, count));
  }

  /// Shows a quantity as it is at the time of the scrape.
  public void gauge(String name, String help, DoubleSupplier value, String... tags) {
    show(meters -> meters.gauge(name, help, value, tags));
  }

  /// All metrics: as OpenMetrics, with exemplars, for who accepts that, else as Prometheus' text.
  public Answer scrape(Request request) {
    boolean open =
        request
            .first("accept")
            .filter(it -> it.contains("application/openmetrics-text"))
            .isPresent();
    String type = open ? OPEN_METRICS : TEXT;
    return Answer.ok(type, counted().written(type));
  }

  /// Sends what waits, for two seconds at most.
  @Override
  public void close() {
    Thread last = Thread.ofVirtual().start(this::closeCounted);
    if (traces != null) {
      traces.close();
    }
    try {
      last.join(LAST_WORDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void closeCounted() {
    if (counted != null) {
      counted.close();
    }
  }
}
