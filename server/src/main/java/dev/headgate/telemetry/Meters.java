package dev.headgate.telemetry;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Where meters come from: registered for the scrape, and for the push where there is one.
final class Meters {
  private static final int MOST_COUNTERS = 2_000;

  /// Each is some twenty series, and a scrape is to be quick.
  private static final int MOST_HISTOGRAMS = 200;

  /// A unit that Prometheus leaves out of a metric's name.
  static final String TOKEN = "{token}";

  private final PrometheusMeterRegistry scraped;
  private final MeterRegistry all;
  private final Queue<LongSupplier> held = new ConcurrentLinkedQueue<>(); // counters hold weakly

  Meters(Exemplar exemplar, @Nullable MeterRegistry pushed) {
    scraped =
        new PrometheusMeterRegistry(
            PrometheusConfig.DEFAULT, new PrometheusRegistry(), Clock.SYSTEM, exemplar);
    var names = new PrometheusNamingConvention();
    scraped
        .config()
        .meterFilter(Bounds.scraped())
        .namingConvention(
            (name, type, unit) -> names.name(name, type, TOKEN.equals(unit) ? null : unit));
    all =
        pushed == null
            ? scraped
            : new CompositeMeterRegistry(Clock.SYSTEM, List.of(scraped, pushed));
  }

  MeterRegistry registry() {
    return all;
  }

  Family<Counter> counters(String name, String help, String... labels) {
    return counters(name, null, help, List.of(labels));
  }

  Family<Counter> tokenCounters(String name, String help, String... labels) {
    return counters(name, TOKEN, help, List.of(labels));
  }

  private Family<Counter> counters(
      String name, @Nullable String unit, String help, List<String> labels) {
    return new Family<>(
        MOST_COUNTERS,
        labels,
        overflow(name),
        tags -> Counter.builder(name).baseUnit(unit).description(help).tags(tags).register(all));
  }

  Family<Timer> timers(String name, String help, String... labels) {
    return new Family<>(
        MOST_HISTOGRAMS,
        List.of(labels),
        overflow(name),
        tags -> Timer.builder(name).description(help).tags(tags).register(all));
  }

  Family<DistributionSummary> tokens(String name, String help, String... labels) {
    return new Family<>(
        MOST_HISTOGRAMS,
        List.of(labels),
        overflow(name),
        tags ->
            DistributionSummary.builder(name)
                .baseUnit(TOKEN)
                .description(help)
                .tags(tags)
                .register(all));
  }

  private Counter overflow(String metric) {
    return Counter.builder("headgate.metric.overflow")
        .description(
            "Observations of further names once a metric had as many combinations as it may.")
        .tag("metric", metric)
        .register(all);
  }

  /// Who this is, and since when.
  void about(String version, long startMillis) {
    Gauge.builder("headgate.build.info", () -> 1)
        .description("The version that runs.")
        .tags("version", version, "java", Runtime.version().toString())
        .register(all);
    TimeGauge.builder("headgate.start.time", () -> startMillis, TimeUnit.MILLISECONDS)
        .description("When the process started, in seconds since 1970.")
        .register(all);
  }

  void counter(String name, String help, LongSupplier count, String... tags) {
    held.add(count);
    FunctionCounter.builder(name, count, LongSupplier::getAsLong)
        .description(help)
        .tags(tags)
        .register(all);
  }

  void gauge(String name, String help, DoubleSupplier value, String... tags) {
    Gauge.builder(name, value::getAsDouble).description(help).tags(tags).register(all);
  }

  /// All that a scrape shows; the decaying maxima that come with each histogram are left out.
  MetricSnapshots snapshots() {
    return scraped.getPrometheusRegistry().scrape(name -> !name.endsWith("_max"));
  }
}
