package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Clock;
import dev.headgate.base.Head;
import dev.headgate.testkit.FakeClock;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Clients that stand still, on a clock that the test moves; the sweeper itself comes by twice a
/// second of the machine's.
class SweeperTest extends GatewayTest {
  private static final int SWEPT = 700;
  private static final String HEAD = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n";

  @Override
  Clock clock() {
    return new FakeClock();
  }

  private void jump(int seconds) {
    ((FakeClock) clock).jump(seconds);
  }

  private void answersAll() {
    gateway.handler = exchange -> exchange.answer(new Head(200, List.of()), "ok".getBytes());
  }

  @Test
  void anIdleConnectionLivesAsLongAsWasPromised() throws Exception {
    answersAll();
    var client = asks();
    assertThat(client.message()).isEqualTo("ok");
    assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    for (int i = 0; i < 3; i++) {
      jump(74);
      assertThat(client.silentFor(SWEPT)).isTrue();
      client.send(MiniGateway.post("{}"));
      assertThat(client.message()).isEqualTo("ok");
      assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    }
    jump(76);
    assertThat(client.rest()).isEqualTo("<end>");
  }

  @Test
  void aConnectionThatNeverSaysAnythingIsClosed() throws Exception {
    var client = Wire.connect(gateway.port());
    assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    jump(60);
    assertThat(client.silentFor(SWEPT)).isTrue();
    jump(16);
    assertThat(client.rest()).isEqualTo("<end>");
  }

  @Test
  void aHeadMustComeWithinTenSecondsOfItsFirstByte() throws Exception {
    var client = Wire.connect(gateway.port());
    client.send("POST / HT");
    assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    jump(9);
    client.send("TP/1.1\r\nX-A: a\r\n"); // progress does not help
    assertThat(client.silentFor(SWEPT)).isTrue();
    jump(1);
    assertThat(client.rest()).isEqualTo("<end>");
  }

  @Test
  void alsoOnAConnectionThatHasServedBefore() throws Exception {
    answersAll();
    var client = asks();
    client.message();
    assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    jump(70);
    client.send("POST / HT");
    assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    jump(9);
    assertThat(client.silentFor(SWEPT)).isTrue();
    jump(1);
    assertThat(client.rest()).isEqualTo("<end>");
  }

  @Test
  void aBodyMustMakeProgress() throws Exception {
    answersAll();
    var client = Wire.connect(gateway.port());
    client.send(HEAD);
    assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    for (int i = 0; i < 3; i++) {
      client.send("x".repeat(1024));
      assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
      jump(10);
      assertThat(client.silentFor(SWEPT)).isTrue();
    }
    jump(10);
    assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 408").contains("connection: close");
    assertThat(client.rest()).contains("request_timeout").endsWith("<end>");
  }

  @Test
  void aBodyMayNotTakeForever() throws Exception {
    answersAll();
    var client = Wire.connect(gateway.port());
    client.send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n");
    client.send("x".repeat(999_999));
    assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    jump(299);
    assertThat(client.silentFor(SWEPT)).isTrue();
    jump(1);
    assertThat(client.rest()).startsWith("HTTP/1.1 408");
  }

  @Test
  void aCallMayTakeAsLongAsItsOwnDeadlinesAllow() throws Exception {
    var go = new CountDownLatch(1);
    gateway.handler =
        exchange -> {
          RelayTest.await(go);
          exchange.answer(new Head(200, List.of()), "late".getBytes());
        };
    var client = asks();
    gateway.awaitCalls(1);
    jump(3_000);
    assertThat(client.silentFor(SWEPT)).isTrue();
    go.countDown();
    assertThat(client.message()).isEqualTo("late");
    assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    jump(74);
    assertThat(client.silentFor(SWEPT)).isTrue();
  }

  @Test
  void aClientThatDoesNotTakeItsAnswerIsNotKept() throws Exception {
    gateway.handler = exchange -> exchange.answer(new Head(200, List.of()), new byte[50_000_000]);
    var client = Wire.slow(gateway.port());
    client.send(MiniGateway.post("{}"));
    client.until("\r\n\r\n");
    swept();
    jump(76);
    swept();
    assertThat(client.rest().length()).isLessThan(50_000_000);
  }

  @Test
  void aSlowClientThatTakesItsAnswerIsKept() throws Exception {
    gateway.handler = exchange -> exchange.answer(new Head(200, List.of()), new byte[50_000_000]);
    var client = Wire.slow(gateway.port());
    client.send(MiniGateway.post("{}"));
    client.until("\r\n\r\n");
    byte[] some = new byte[1_000_000];
    int seen = 0;
    for (int i = 0; i < 4; i++) {
      for (int until = seen + 5_000_000; seen < until; ) {
        seen += client.read(some);
      }
      swept();
      jump(70);
    }
    while (seen < 50_000_000) {
      int n = client.read(some);
      assertThat(n).isPositive();
      seen += n;
    }
  }

  /// Waits until the sweeper has come by.
  private void swept() throws Exception {
    var other = Wire.connect(gateway.port());
    other.silentFor(SWEPT);
    other.close();
  }

  @Test
  void pipelinedRequestsAreCountedOneByOne() throws Exception {
    answersAll();
    var client = Wire.connect(gateway.port());
    client.send(MiniGateway.post("{}").repeat(20));
    for (int i = 0; i < 20; i++) {
      assertThat(client.message()).isEqualTo("ok");
    }
    assertThat(client.silentFor(200)).isTrue(); // so that it has been seen
    jump(74);
    assertThat(client.silentFor(SWEPT)).isTrue();
    jump(2);
    assertThat(client.rest()).isEqualTo("<end>");
  }

  @Test
  void connectionsBeyondTheMostAreClosedAtOnce() throws Exception {
    answersAll();
    var clients = new ArrayList<Wire>();
    for (int i = 0; i < LIMITS.maxConnections(); i++) {
      var client = asks();
      assertThat(client.message()).isEqualTo("ok");
      clients.add(client);
    }
    assertThat(Wire.connect(gateway.port()).rest()).startsWith("<");
    clients.removeLast().close();
    String answer = "<";
    for (int i = 0; i < 100 && answer.startsWith("<"); i++) { // until it has been noticed
      var next = Wire.connect(gateway.port());
      next.send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      answer = next.rest();
    }
    assertThat(answer).endsWith("ok<end>");
  }
}
