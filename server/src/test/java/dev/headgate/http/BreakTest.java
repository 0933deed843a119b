package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.ChatReading;
import dev.headgate.testkit.MiniGateway;
import org.junit.jupiter.api.Test;

/// Answers that break off: what came before is passed on, and never as a clean finish.
class BreakTest extends GatewayTest {
  @Test
  void aLargeAnswerThatBreaksIsResetNotEnded() throws Exception {
    gateway.readings = () -> new ChatReading(false);
    gateway.renderings = AsItIs::new;
    var client = asks();
    var up = asked();
    up.send(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 400000\r\n\r\n"
            + "x".repeat(300_000));
    client.until("\r\n\r\n");
    up.reset();
    assertThat(client.rest()).doesNotContain("\r\n0\r\n").doesNotContain("HTTP/1.1");
    assertThat(gateway.ending()).isEqualTo("cut");
  }

  @Test
  void neverPassesOnHalfAnEvent() throws Exception {
    String next = delta("never seen");
    for (int i = 0; i < next.length(); i += 7) {
      var client = asks();
      var up = asked();
      up.streamHead();
      up.chunk(delta("a"));
      up.chunk(next.substring(0, i) + " ");
      client.until(delta("a") + "\r\n");
      up.reset();
      assertThat(new String(client.chunks())).isEqualTo(new String(MiniGateway.ERROR));
      assertThat(gateway.ending()).isEqualTo("cut");
    }
  }

  /// The break often comes while the first content is still held.
  @Test
  void whatCameBeforeABreakIsPassedOnFirst() throws Exception {
    String three = delta("a") + delta("b") + delta("c");
    for (int i = 0; i < 20; i++) {
      var client = asks();
      var up = asked();
      up.streamHead();
      up.chunk(three);
      up.close();
      client.until("\r\n\r\n");
      assertThat(new String(client.chunks())).isEqualTo(three + new String(MiniGateway.ERROR));
      assertThat(gateway.ending()).isEqualTo("cut");
    }
  }

  @Test
  void aStreamThatEndsUnfinishedIsCut() throws Exception {
    var client = asks();
    var up = asked();
    up.streamHead();
    up.chunk(delta("a"));
    up.endChunks();
    client.until("\r\n\r\n");
    assertThat(new String(client.chunks())).isEqualTo(delta("a") + new String(MiniGateway.ERROR));
    assertThat(gateway.ending()).isEqualTo("cut");
  }

  @Test
  void aChunkedStreamThatIsClosedInTheMiddleIsCut() throws Exception {
    var client = asks();
    var up = asked();
    up.streamHead();
    up.chunk(delta("a") + FINISH);
    client.until(FINISH + "\r\n");
    up.close();
    assertThat(new String(client.chunks())).isEqualTo(new String(MiniGateway.ERROR));
    assertThat(gateway.ending()).isEqualTo("cut");
  }

  @Test
  void preambleIsHeldAndAFailureInItIsNoAnswer() throws Exception {
    var client = asks();
    var up = asked();
    up.streamHead();
    up.chunk(": ping\n\n" + ROLE);
    assertThat(client.silentFor(100)).isTrue();
    up.reset();
    assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 502");
    assertThat(gateway.ending()).isEqualTo("Broken");
  }
}
