package dev.headgate.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DriverTest {
  private static final Duration SHORT = Duration.ofMillis(100);

  private final Mock mock = new Mock();
  private final Gateway direct = Gateway.direct(mock);
  private final Driver driver = new Driver(mock);

  @AfterEach
  void close() throws Exception {
    mock.close();
  }

  @Test
  void aClosedLoopIsAnsweredWithoutAFailure() {
    Sample sample = driver.run(Load.LARGE, direct, SHORT, SHORT);
    assertThat(sample.calls()).isPositive();
    assertThat(sample.failed()).isZero();
    assertThat(sample.events()).isZero();
  }

  @Test
  void aStreamHasAllItsEvents() {
    var quick = new Load("streams", 1024, Script.stream(3, Duration.ofMillis(1)), 5, 0);
    Sample sample = driver.run(quick, direct, SHORT, SHORT);
    assertThat(sample.calls()).isPositive();
    assertThat(sample.failed()).isZero();
    assertThat((double) sample.events() / sample.calls()).isBetween(4.5, 5.5);
  }

  /// One connection answers 50 calls a second; 200 are due: most wait for it, and that counts.
  @Test
  void timeIsCountedFromWhenACallWasDue() {
    var tooMuch = new Load("late", 1024, Script.whole(Duration.ofMillis(20)), 1, 200);
    Sample sample = driver.run(tooMuch, direct, Duration.ZERO, Duration.ofMillis(200));
    assertThat(sample.millis(100)).isGreaterThan(500);
    assertThat(sample.latency().getTotalCount()).isEqualTo(40);
  }

  @Test
  void usageComesOnlyWhereItIsAskedFor() {
    mock.follow(Script.stream(2, Duration.ofMillis(1)));
    String request = new String(direct.request(1024, true), US_ASCII);
    assertThat(ask(request)).contains("[DONE]").doesNotContain("usage");
    assertThat(ask(request.replace("the gate is open", "an include_usage")))
        .contains("\"usage\":{");
  }

  private String ask(String request) {
    return Probe.ask(mock.port(), request.getBytes(US_ASCII)).text();
  }
}
