package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MeterTest extends SimulatorTest {
  private static final int EACH = 100;

  /// A hundred clients read to the end, another hundred leave after the seventh token.
  @Test
  void isExactUnderTwoHundredConcurrentCallsOfWhichHalfAreAborted() throws Exception {
    simulator.faults(FaultPlan.parse("model sim-large: stall 7 10m"));
    var reported = new LongAdder();
    List<Callable<Void>> clients = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      boolean whole = i % 2 == 0;
      clients.add(() -> finishes(whole, reported));
      clients.add(this::leaves);
    }
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var client : pool.invokeAll(clients)) {
        client.get();
      }
    }
    assertThat(simulator.meter().awaitIdle(Duration.ofSeconds(10))).isTrue();
    var snapshot = simulator.meter().snapshot();
    var rows = snapshot.rows().stream().collect(Collectors.toMap(Meter.Row::model, row -> row));
    assertThat(rows.get("sim-large").requests()).isEqualTo(EACH);
    assertThat(rows.get("sim-large").aborted()).isEqualTo(EACH);
    assertThat(rows.get("sim-large").tokens())
        .isEqualTo(new Tokens(4 * EACH, 0, 0, 0, 7 * EACH, 0, 0));
    assertThat(rows.get("sim-large").billedNano()).isEqualTo(EACH * (4 * 4_000 + 7 * 20_000));
    assertThat(rows.get("sim-small").aborted()).isZero();
    assertThat(rows.get("sim-small").tokens())
        .isEqualTo(new Tokens(4 * EACH, 0, 0, 0, reported.sum(), 0, 0));
    assertThat(rows.get("sim-small").billedNano()).isEqualTo(4 * EACH * 100 + reported.sum() * 500);
    assertThat(snapshot.requests()).isEqualTo(2 * EACH);
    assertThat(snapshot.now()).isZero();
    assertThat(snapshot.peak()).isBetween(2L, 2L * EACH);
    assertThat(simulator.seen().total()).isEqualTo(2 * EACH);
  }

  private Void finishes(boolean whole, LongAdder reported) throws Exception {
    String answer = answer(CHAT, whole ? ask("sim-small", "") : streaming("sim-small"));
    reported.add(Long.parseLong(answer.replaceAll("(?s).*\"completion_tokens\":(\\d+).*", "$1")));
    return null;
  }

  private Void leaves() throws Exception {
    try (var client = sends(CHAT, streaming("sim-large"))) {
      for (int token = 0; token < 8; token++) { // the first says the role
        client.until("\"content\":");
      }
      client.until("\n\n");
      client.reset();
    }
    return null;
  }

  @Test
  void refusalsCostNothing() throws Exception {
    simulator.faults(FaultPlan.parse("request 1: status 500; request 2: context-too-long"));
    answer(CHAT, ask("m", ""));
    answer(CHAT, ask("m", ""));
    answer(CHAT, "no json");
    var snapshot = simulator.meter().snapshot();
    assertThat(snapshot.billedNano()).isZero();
    assertThat(snapshot.rows())
        .extracting(row -> row.model() + " " + row.status() + " " + row.requests())
        .containsExactly("m 4xx 1", "m 5xx 1", "unknown 4xx 1");
  }

  @Test
  void itsRowsAreBounded() {
    var models = ConcurrentHashMap.newKeySet();
    var meter = new Meter();
    for (int i = 0; i < 2_000; i++) {
      meter.tab(Model.named("model-" + i), "2xx").begin(Tokens.input(1), false);
    }
    meter.snapshot().rows().forEach(row -> models.add(row.model()));
    assertThat(models).hasSize(1_001).contains("other");
    assertThat(meter.snapshot().requests()).isEqualTo(2_000);
  }

  @Test
  void isToldAsJson() throws Exception {
    answer(MESSAGES, ask("sim-small", ""));
    try (var wire = dev.headgate.testkit.Wire.connect(simulator.port())) {
      wire.send("GET /simulator/meter HTTP/1.1\r\nhost: x\r\n\r\n");
      assertThat(wire.message())
          .contains("\"requests\":1", "\"model\":\"sim-small\"", "\"fresh\":4", "\"billedNano\":");
    }
  }
}
