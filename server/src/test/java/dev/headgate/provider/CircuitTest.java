package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Share;
import dev.headgate.provider.Circuit.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CircuitTest {
  private static final long SECOND = 1_000_000_000L;
  private static final CircuitConfig CONFIG =
      new CircuitConfig(
          true,
          Duration.ofSeconds(60),
          10,
          Share.parse("50%"),
          Share.parse("80%"),
          Duration.ofSeconds(5),
          Duration.ofSeconds(10));

  private final Circuit circuit = new Circuit(CONFIG);
  private long now;

  private int admitted() {
    return circuit.admit(now).orElseThrow();
  }

  private boolean isAdmitted() {
    return circuit.admit(now).isPresent();
  }

  private State state() {
    return circuit.view(now).state();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      circuit.failed(admitted(), now, "provider.500");
    }
  }

  private void succeed(int times) {
    for (int i = 0; i < times; i++) {
      circuit.answered(admitted(), now, SECOND);
    }
  }

  @Test
  void fewFailuresDoNotOpenIt() {
    fail(9);
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void halfOfAtLeastTenOpensIt() {
    succeed(5);
    fail(4);
    assertThat(state()).isEqualTo(State.CLOSED);
    fail(1);
    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(circuit.view(now).reason()).isEqualTo("5 of 10 attempts failed");
    assertThat(isAdmitted()).isFalse();
  }

  @Test
  void lessThanHalfDoesNot() {
    for (int i = 0; i < 60; i++) {
      succeed(11);
      fail(9);
    }
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whatIsOlderThanTheWindowDoesNotCount() {
    fail(9);
    now += 61 * SECOND;
    fail(9);
    assertThat(state()).isEqualTo(State.CLOSED);
    assertThat(circuit.view(now).attempts()).isEqualTo(9);
  }

  @Test
  void theLatestHundredCount() {
    succeed(100);
    fail(49);
    assertThat(state()).isEqualTo(State.CLOSED);
    fail(1);
    assertThat(state()).isEqualTo(State.OPEN);
  }

  @Test
  void slowAttemptsOpenItToo() {
    for (int i = 0; i < 10; i++) {
      circuit.answered(admitted(), now, (i < 8 ? 6 : 4) * SECOND);
    }
    assertThat(state()).isEqualTo(State.OPEN);
    assertThat(circuit.view(now).reason()).isEqualTo("8 of 10 attempts were slow");
  }

  @Test
  void openItLetsOneProbeThroughInEachInterval() {
    fail(10);
    int probes = 0;
    for (int tenth = 0; tenth < 600; tenth++) {
      now += SECOND / 10;
      var era = circuit.admit(now);
      if (era.isPresent()) {
        probes++;
        assertThat(state()).isEqualTo(State.HALF_OPEN);
        circuit.failed(era.get(), now, "provider.503");
        assertThat(state()).isEqualTo(State.OPEN);
      }
    }
    assertThat(probes).isEqualTo(6);
    assertThat(circuit.view(now).reason()).isEqualTo("provider.503");
  }

  @Test
  void aProbeThatHangsDoesNotHoldTheNextOneBack() {
    fail(10);
    now += 10 * SECOND;
    int hanging = admitted();
    now += 9 * SECOND;
    assertThat(isAdmitted()).isFalse();
    now += SECOND;
    circuit.answered(admitted(), now, SECOND);
    assertThat(state()).isEqualTo(State.CLOSED);
    circuit.failed(hanging, now, "timeout.first-token");
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aProbeThatBringsContentClosesItAndTheCountBeginsAnew() {
    fail(10);
    now += 10 * SECOND;
    circuit.answered(admitted(), now, SECOND);
    assertThat(state()).isEqualTo(State.CLOSED);
    assertThat(circuit.view(now).attempts()).isEqualTo(1);
    fail(8);
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void whatBeganBeforeItOpenedSaysNothingAfterwards() {
    int early = admitted();
    fail(10);
    circuit.answered(early, now, SECOND);
    assertThat(state()).isEqualTo(State.OPEN);
    now += 10 * SECOND;
    circuit.answered(admitted(), now, SECOND);
    for (int i = 0; i < 50; i++) {
      circuit.failed(early, now, "provider.500");
    }
    assertThat(state()).isEqualTo(State.CLOSED);
  }

  @Test
  void disabledItNeverOpens() {
    var off =
        new Circuit(
            new CircuitConfig(
                false,
                CONFIG.window(),
                1,
                CONFIG.failures(),
                CONFIG.slow(),
                CONFIG.slowAfter(),
                CONFIG.probeEvery()));
    for (int i = 0; i < 1_000; i++) {
      off.failed(off.admit(now).orElseThrow(), now, "provider.500");
    }
    assertThat(off.view(now).state()).isEqualTo(State.CLOSED);
  }

  /// Whatever happens in whatever order: never more than one attempt in an interval while it is not
  /// closed, and its counts are those of its samples.
  @Test
  void whateverHappensItKeepsToItsInterval() {
    var random = new Random(5);
    var eras = new ArrayList<Integer>();
    long lastProbe = Long.MIN_VALUE / 2;
    for (int i = 0; i < 200_000; i++) {
      now += random.nextLong(SECOND);
      boolean closed = state() == State.CLOSED;
      var era = circuit.admit(now);
      if (era.isPresent() && !closed) {
        assertThat(now - lastProbe).isGreaterThanOrEqualTo(10 * SECOND);
        lastProbe = now;
      }
      era.ifPresent(eras::add);
      if (!eras.isEmpty() && random.nextInt(3) > 0) {
        int ended = eras.remove(random.nextInt(eras.size()));
        if (random.nextBoolean()) {
          circuit.failed(ended, now, "x");
        } else {
          circuit.answered(ended, now, random.nextLong(10 * SECOND));
        }
      }
      var view = circuit.view(now);
      assertThat(view.failed() + view.slow()).isLessThanOrEqualTo(view.attempts());
      assertThat(view.attempts()).isBetween(0, Circuit.MOST);
    }
  }
}
