package dev.headgate.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ResultsTest {
  private final Results results = new Results();

  @Test
  void sayTheMiddleAndHowFarTheRestLiesApart() {
    add(Gateway.NGINX, 10, 1);
    add(Gateway.NGINX, 30, 1);
    add(Gateway.NGINX, 12, 1);
    assertThat(results.median(Load.SMALL, Gateway.NGINX, Sample::cpuMicros).with(1))
        .isEqualTo("12.0 (10.0–30.0)");
  }

  @Test
  void compareLatencyWithinARound() {
    add(Gateway.DIRECT, 0, 50);
    add(Gateway.HEADGATE, 0, 51);
    add(Gateway.DIRECT, 0, 90);
    add(Gateway.HEADGATE, 0, 92);
    add(Gateway.DIRECT, 0, 50);
    add(Gateway.HEADGATE, 0, 53);
    assertThat(results.added(Load.SMALL, Gateway.HEADGATE, 50).value()).isBetween(1.9, 2.1);
  }

  @Test
  void setHeadgateOverNginx() {
    add(Gateway.HEADGATE, 36, 1);
    add(Gateway.NGINX, 12, 1);
    assertThat(results.ratio(Load.SMALL)).isEqualTo(3);
  }

  private void add(String gateway, int cpuMicros, int millis) {
    var latency = new Histogram(3);
    latency.recordValue(Duration.ofMillis(millis).toNanos());
    var cpu = new Account.Cpu(1_000L * cpuMicros, 0);
    var second = Duration.ofSeconds(1);
    results.add(Load.SMALL, gateway, new Sample(Load.SMALL, second, 1, 0, 0, cpu, 0, latency));
  }
}
