package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Clock;
import dev.headgate.base.SystemClock;
import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.ChatReading;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Connections to a provider that it has closed, or is about to.
class StaleTest extends GatewayTest {
  @Override
  Clock clock() {
    return new SystemClock();
  }

  @BeforeEach
  void whole() {
    gateway.readings = () -> new ChatReading(false);
    gateway.renderings = AsItIs::new;
  }

  /// A client and its upstream after a first call.
  private record Pair(Wire client, Wire up) {}

  private Pair after(String first) throws Exception {
    var client = asks();
    var up = asked();
    up.send(first);
    assertThat(client.message()).isEqualTo("{}");
    assertThat(gateway.ending()).isEqualTo("answered");
    return new Pair(client, up);
  }

  private static String ok(String fields) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n%s\r\n{}"
        .formatted(fields);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anIdleConnectionThatWasClosedIsNotUsed(boolean reset) throws Exception {
    var pair = after(ok(""));
    if (reset) {
      pair.up.reset();
    } else {
      pair.up.close();
    }
    pair.client.silentFor(200); // so that it has been noticed
    pair.client.send(MiniGateway.post("{}"));
    asked().send(ok(""));
    assertThat(pair.client.message()).isEqualTo("{}");
    assertThat(gateway.ending()).isEqualTo("answered");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void oneThatClosesOnTheNextRequestIsStale(boolean reset) throws Exception {
    var pair = after(ok(""));
    pair.client.send(MiniGateway.post("{\"a\":\"%s\"}".formatted("x".repeat(500_000))));
    pair.up.until("\r\n\r\n"); // the body meets a closed door
    if (reset) {
      pair.up.reset();
    } else {
      pair.up.close();
    }
    var fresh = asked();
    fresh.send(ok(""));
    assertThat(pair.client.message()).isEqualTo("{}");
    assertThat(gateway.ending()).isEqualTo("stale");
    assertThat(gateway.ending()).isEqualTo("answered");
    assertThat(upstream.nobodyCame()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"H", "HTTP/1.1 200 OK\r\nContent-", "HTTP/1.1 100 Continue\r\n\r\n"})
  void oneThatBreaksInsideItsAnswersHeadIsBroken(String bytes) throws Exception {
    for (boolean reset : new boolean[] {false, true}) {
      var pair = after(ok(""));
      pair.client.send(MiniGateway.post("{}"));
      pair.up.message();
      pair.up.send(bytes);
      pair.client.silentFor(100); // so that they have come
      if (reset) {
        pair.up.reset();
      } else {
        pair.up.close();
      }
      assertThat(pair.client.until("\r\n\r\n")).startsWith("HTTP/1.1 502");
      assertThat(gateway.ending()).isEqualTo("Broken");
      assertThat(upstream.nobodyCame()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Connection: close\r\n", "Connection: Close\r\n"})
  void oneThatWillCloseIsNotUsedAgain(String fields) throws Exception {
    var pair = after(ok(fields));
    pair.client.send(MiniGateway.post("{}"));
    var next = asked();
    next.send(ok(""));
    assertThat(pair.client.message()).isEqualTo("{}");
    assertThat(gateway.ending()).isEqualTo("answered");
    assertThat(pair.up.rest()).isEqualTo("<end>");
  }

  @Test
  void aProvidersKeepAliveIsHonoured() throws Exception {
    var pair = after(ok("Keep-Alive: timeout=1\r\n"));
    assertThat(pair.client.silentFor(1_900)).isTrue(); // a second, and until it is swept
    pair.client.send(MiniGateway.post("{}"));
    var next = asked();
    next.send(ok(""));
    assertThat(pair.client.message()).isEqualTo("{}");
    assertThat(gateway.ending()).isEqualTo("answered");
  }

  @Test
  void aBrokenConnectionDoesNotPoisonThePool() throws Exception {
    for (int i = 0; i < 20; i++) {
      var client = asks();
      var up = asked();
      up.reset();
      assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 502");
      assertThat(gateway.ending()).isEqualTo("Broken");
    }
    after(ok(""));
  }
}
