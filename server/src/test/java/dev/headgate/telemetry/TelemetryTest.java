package dev.headgate.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Field;
import dev.headgate.base.Request;
import dev.headgate.base.Share;
import dev.headgate.protocol.Terms;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.CallRecord.Asked;
import dev.headgate.record.CallRecord.Ending;
import dev.headgate.record.CallRecord.Served;
import dev.headgate.record.Outcome;
import dev.headgate.telemetry.OtelConfig.GenAi;
import dev.headgate.telemetry.OtelConfig.Preset;
import dev.headgate.testkit.FakeClock;
import dev.headgate.testkit.OtlpReceiver;
import dev.headgate.testkit.Scraped;
import dev.headgate.testkit.SomeCall;
import io.opentelemetry.proto.metrics.v1.Metric;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What telemetry makes of records, whatever stands in them.
class TelemetryTest {
  private static final Names NAMES =
      new Names(Set.of("f"), Set.of("control"), Map.of("sim", "sim"), Set.of("sim/sim-small"));

  private final Telemetry telemetry =
      new Telemetry(
          new OtelConfig(null, Map.of(), Preset.OTLP, Share.ALL, true, GenAi.STABLE),
          "0",
          "i",
          new FakeClock());

  @AfterEach
  void stop() {
    telemetry.close();
  }

  private Scraped scraped() {
    var request = new Request("GET", "/metrics", List.of(), new byte[0]);
    return new Scraped(new String(telemetry.scrape(request).body(), UTF_8));
  }

  /// A call in which each name is somebody's invention, unless it is null.
  private static CallRecord of(String feature, String variant, String target, String cause) {
    CallRecord some = SomeCall.ended(Outcome.FAILED, 1, 1.0);
    AttemptRecord first = some.attempts().getFirst();
    var attempt =
        new AttemptRecord(
            1,
            target,
            first.span(),
            new Terms(target, target, target, target),
            0,
            1.0,
            1,
            500,
            Outcome.FAILED,
            cause,
            first.usage(),
            null,
            null);
    return new CallRecord(
        some.id(),
        some.epochMillis(),
        some.trace(),
        new Asked("chat", feature, null, feature, feature, true, null, Map.of()),
        new Served(variant, 1, "key", target, null, null, List.of(), List.of(), "v1"),
        new Ending(Outcome.FAILED, cause, 500, cause, 1, 1.0, 1.0),
        some.spend(),
        List.of(attempt));
  }

  @Test
  void rw47AHundredThousandInventedNamesLeaveTheSeriesAsTheyWere() {
    telemetry.follow(TraceSetting.NONE, NAMES);
    telemetry.accept(of("x", "x", "x/x", "x"));
    for (int status = 300; status < 600; status++) {
      telemetry.accept(of("x", "x", "x/x", "provider." + status));
    }
    int before = scraped().samples().size();
    var random = new Random(19);
    for (int i = 0; i < 100_000; i++) {
      String odd = Long.toString(random.nextLong(), 36) + "\"\\\n\u2028";
      String cause = random.nextBoolean() ? odd : "provider." + random.nextInt(10_000);
      telemetry.accept(of(odd, odd, random.nextBoolean() ? "sim/" + odd : odd + "/" + odd, cause));
    }

    // of two providers, sim and other, where there was one
    assertThat(scraped().samples().size()).isLessThan(2 * before);
    int after = scraped().samples().size();
    telemetry.accept(of("y", "z", "sim/q", "provider.418"));
    assertThat(scraped().samples()).hasSize(after);
  }

  @Test
  void configuredNamesHaveABoundToo() {
    Set<String> many = IntStream.range(0, 3_000).mapToObj(i -> "f" + i).collect(Collectors.toSet());
    telemetry.follow(
        TraceSetting.NONE, new Names(many, Set.of("v"), Map.of("p", "p"), Set.of("p/m")));
    many.forEach(feature -> telemetry.accept(of(feature, "v", "p/m", "provider.500")));
    Scraped said = scraped();

    assertThat(said.samples())
        .filteredOn(it -> it.name().equals("headgate_requests_total"))
        .hasSize(2_001);
    assertThat(said.sum("headgate_requests_total")).isEqualTo(3_000);
    assertThat(said.sum("headgate_requests_total", "feature=other")).isEqualTo(1_000);
    assertThat(said.sum("headgate_metric_overflow_total", "metric=headgate.requests"))
        .isEqualTo(1_000);
    assertThat(said.samples())
        .filteredOn(it -> it.name().equals("headgate_request_duration_seconds_count"))
        .hasSize(201);
  }

  @Test
  void aCrashedCallIsCountedButHasNoDuration() {
    telemetry.follow(TraceSetting.NONE, NAMES);
    telemetry.accept(SomeCall.ended(Outcome.CRASHED, 0, null));
    Scraped said = scraped();

    assertThat(said.sum("headgate_requests_total", "outcome=crashed")).isEqualTo(1);
    assertThat(said.names()).doesNotContain("headgate_request_duration_seconds_count");
  }

  @Test
  void theBoundsAreThoseOfThePage() {
    telemetry.follow(TraceSetting.NONE, NAMES);
    telemetry.accept(SomeCall.ended(Outcome.ANSWERED, 5_000, 10.0));

    assertThat(bounds("headgate_request_duration_seconds_bucket"))
        .containsExactly(
            .01,
            .02,
            .04,
            .08,
            .16,
            .32,
            .64,
            1.28,
            2.56,
            5.12,
            10.24,
            20.48,
            40.96,
            81.92,
            163.84,
            327.68,
            655.36,
            Double.POSITIVE_INFINITY);
    assertThat(bounds("gen_ai_client_token_usage_bucket"))
        .startsWith(1.0, 4.0, 16.0)
        .endsWith(67108864.0, Double.POSITIVE_INFINITY)
        .hasSize(2 * 15);
  }

  @Test
  void eachTimeFallsIntoItsBucket() {
    telemetry.follow(TraceSetting.NONE, NAMES);
    telemetry.accept(with(SomeCall.ended(Outcome.ANSWERED, 160, 10.0), 0.2));
    telemetry.accept(with(SomeCall.ended(Outcome.ANSWERED, 161, 10.0), 20));
    telemetry.accept(with(SomeCall.ended(Outcome.ANSWERED, 400_000, 10.0), 0.01));
    Scraped said = scraped();

    String overhead = "headgate_gateway_overhead_seconds_bucket";
    assertThat(said.sum(overhead, "le=1.0E-4")).isEqualTo(1);
    assertThat(said.sum(overhead, "le=2.5E-4")).isEqualTo(2);
    assertThat(said.sum(overhead, "le=0.01")).isEqualTo(2);
    assertThat(said.sum(overhead, "le=0.025")).isEqualTo(3);
    String duration = "headgate_request_duration_seconds_bucket";
    assertThat(said.sum(duration, "le=0.08")).isZero();
    assertThat(said.sum(duration, "le=0.16")).isEqualTo(1);
    assertThat(said.sum(duration, "le=0.32")).isEqualTo(2);
    assertThat(said.sum(duration, "le=327.68")).isEqualTo(2);
    assertThat(said.sum(duration, "le=655.36")).isEqualTo(3);
    assertThat(said.sum("gen_ai_client_token_usage_bucket", "gen_ai_token_type=output", "le=4.0"))
        .isZero();
    assertThat(said.sum("gen_ai_client_token_usage_bucket", "gen_ai_token_type=output", "le=16.0"))
        .isEqualTo(3);
  }

  private List<Double> bounds(String name) {
    return scraped().samples().stream()
        .filter(each -> each.name().equals(name))
        .map(each -> each.labels().get("le").replace("+Inf", "Infinity"))
        .map(Double::valueOf)
        .toList();
  }

  @Test
  void whatTakesLessThanAMillisecondIsPushedInItsBucket() throws Exception {
    try (var receiver = new OtlpReceiver()) {
      var config =
          new OtelConfig(
              URI.create(receiver.url()), Map.of(), Preset.OTLP, Share.ALL, true, GenAi.STABLE);
      try (var pushing = new Telemetry(config, "0", "i", new FakeClock())) {
        pushing.follow(TraceSetting.NONE, NAMES);
        pushing.accept(with(SomeCall.ended(Outcome.ANSWERED, 20, 10.0), 0.2));
      }
      var sent = OtlpReceiver.metrics(receiver.metricsRequest());

      Metric overhead = sent.get("headgate.gateway.overhead");
      var point = overhead.getExponentialHistogram().getDataPoints(0);
      assertThat(point.getZeroCount()).isZero();
      assertThat(point.getPositive().getBucketCountsList()).containsExactly(1L);
      assertThat(point.getSum()).isEqualTo(.0002);
    }
  }

  private static CallRecord with(CallRecord call, double overhead) {
    var ending = call.ending();
    return new CallRecord(
        call.id(),
        call.epochMillis(),
        call.trace(),
        call.asked(),
        call.served(),
        new Ending(ending.outcome(), null, 200, null, ending.durationMillis(), null, overhead),
        call.spend(),
        call.attempts());
  }

  @Test
  void whoIsTurnedAwayLeadsToNobodysTrace() throws Exception {
    telemetry.follow(TraceSetting.NONE, NAMES);
    telemetry.accept(SomeCall.ended(Outcome.ANSWERED, 20, null));
    Thread.ofVirtual().start(() -> telemetry.turnedAway("invalid_key")).join();
    var open = List.of(new Field("accept", "application/openmetrics-text"));
    var said = telemetry.scrape(new Request("GET", "/metrics", open, new byte[0]));

    assertThat(new String(said.body(), UTF_8).lines())
        .filteredOn(line -> line.startsWith("headgate_re"))
        .anyMatch(line -> line.contains("trace_id"))
        .noneMatch(line -> line.contains("headgate_refusals") && line.contains("trace_id"));
  }
}
