package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Stop;
import dev.headgate.testkit.FakeClock;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PaceTest extends SimulatorTest {
  private static final String DELTA = "\"type\":\"text_delta\"";

  private final FakeClock clock = new FakeClock();

  @Override
  Options options() {
    return Options.instant().clock(clock).latency(Duration.ofSeconds(3), 0).tokensPerSecond(1);
  }

  @Test
  void theHeadComesAtOnceAndEachTokenInItsTime() throws Exception {
    try (var client = sends(MESSAGES, streaming("sim-small"))) {
      assertThat(client.until("{\"type\":\"ping\"}\n\n")).doesNotContain(DELTA);
      clock.pass(3);
      assertThat(count(client.until("\"}}\n\n\r\n"), DELTA)).isEqualTo(1);
      assertThat(client.silentFor(50)).isTrue();
      clock.pass(1);
      assertThat(count(client.until("\"}}\n\n\r\n"), DELTA)).isEqualTo(1);
    }
  }

  @Test
  void aSlowFirstTokenAndAStall() throws Exception {
    simulator.faults(FaultPlan.parse("request 1: slow 20s; request 2: stall 1 30s"));
    try (var client = sends(MESSAGES, streaming("sim-small"))) {
      client.until("{\"type\":\"ping\"}\n\n");
      clock.pass(23);
      client.until(DELTA);
    }
    try (var client = sends(MESSAGES, streaming("sim-small"))) {
      client.until("{\"type\":\"ping\"}\n\n");
      clock.pass(3);
      client.until(DELTA);
      clock.pass(31);
      client.until(DELTA);
    }
  }

  @Test
  void anAnswerNobodyWaitsForCostsWhatWasMadeOfIt() throws Exception {
    try (var client = sends(CHAT, ask("sim-small", ""))) {
      clock.pass(3);
      clock.pass(1);
      clock.pass(1); // the third token is made, the fourth under way
      while (simulator.meter().snapshot().rows().getFirst().tokens().output() < 3) {
        Thread.onSpinWait();
      }
      client.reset();
    }
    assertThat(simulator.meter().awaitIdle(Duration.ofSeconds(5))).isTrue();
    var row = simulator.meter().snapshot().rows().getFirst();
    assertThat(row.aborted()).isEqualTo(1);
    assertThat(row.tokens()).isEqualTo(new Tokens(4, 0, 0, 0, 3, 0, 0));
  }

  @Test
  void firstTokensScatterAboutTheMedian() {
    var options = options().latency(Duration.ofSeconds(1), 0.5);
    double[] delays = new double[2_001];
    for (int request = 0; request < delays.length; request++) {
      var pace = new Pace(options, Model.ALL.getFirst(), request, new Stop());
      delays[request] = pace.time(0) / 1e9;
    }
    Arrays.sort(delays);
    assertThat(delays[1_000]).isBetween(0.93, 1.07);
    assertThat(delays[50]).isBetween(0.33, 0.42); // 2.5 %
    assertThat(delays[1_950]).isBetween(2.4, 3.0);
  }
}
