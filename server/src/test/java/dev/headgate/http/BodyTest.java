package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BodyTest {
  private final Bodies bodies = new Bodies(1000);

  @Test
  void takesMemoryForWhatHasComeOnly() {
    var body = new Body(bodies, 800, 600);
    assertThat(bodies.held()).isZero();
    body.add(Buffer.buffer("x".repeat(10)));
    assertThat(bodies.held()).isEqualTo(10);
    body.add(Buffer.buffer("y".repeat(590)));
    assertThat(bodies.held()).isEqualTo(600);
    assertThat(new String(body.whole())).isEqualTo("x".repeat(10) + "y".repeat(590));
    body.close();
    body.close();
    assertThat(bodies.held()).isZero();
  }

  @Test
  void manySmallChunksCostNoQuadraticCopying() {
    var body = new Body(new Bodies(1 << 30), 32 << 20, 0);
    byte[] chunk = new byte[100];
    for (int i = 0; i < 300_000; i++) {
      assertThat(body.add(chunk, 0, 100)).isEmpty();
    }
    assertThat(body.whole()).hasSize(30_000_000);
  }

  @Test
  void saysWhichBoundIsPassed() {
    var body = new Body(bodies, 800, 0);
    assertThat(body.add(new byte[801], 0, 801).map(Refusal::code)).contains(Code.BODY_TOO_LARGE);
    assertThat(body.add(new byte[800], 0, 800)).isEmpty();
    var other = new Body(bodies, 800, 0);
    assertThat(other.add(new byte[201], 0, 201).map(Refusal::code)).contains(Code.TOO_BUSY);
    assertThat(other.add(new byte[200], 0, 200)).isEmpty();
    assertThat(bodies.held()).isEqualTo(1000);
    body.close();
    other.close();
    assertThat(bodies.held()).isZero();
  }

  @Test
  void limitsThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new Limits(1, 10, 9, 1, Duration.ofSeconds(1), 1))
        .hasMessage("max-bodies-in-flight: 9 (expected: at least max-body, 10)");
    assertThatThrownBy(() -> new Limits(0, 1, 1, 1, Duration.ofSeconds(1), 1))
        .hasMessage("loops: 0 (expected: at least 1)");
    assertThatThrownBy(() -> new Limits(1, 1, 1, 1, Duration.ofMillis(900), 1))
        .hasMessageStartingWith("keep-alive: PT0.9S");
    assertThat(Limits.standard().maxBodiesInFlight()).isEqualTo(268_435_456L);
  }
}
