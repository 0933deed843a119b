package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Head;
import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.ChatReading;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests within their bounds, and the answers to those outside. A body may have 1 MB here, all
/// that are held 4 MB.
class IntakeTest extends GatewayTest {
  private static final String POST = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n";
  private static final int MB = 1 << 20;

  @BeforeEach
  void whole() {
    gateway.readings = () -> new ChatReading(false);
    gateway.renderings = AsItIs::new;
  }

  @Test
  void whatTheServerRefusesIsWordedByTheSurface() throws Exception {
    var client = Wire.connect(gateway.port());
    client.send(POST + "Content-Length: 1048577\r\n\r\n");
    assertThat(client.rest())
        .startsWith("HTTP/1.1 413")
        .contains("content-type: application/json")
        .contains("/v1/chat/completions body_too_large: a body of more than 1048576 bytes");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GARBAGE~~ | 400 | invalid_request",
        "GET /%s HTTP/1.1~Host: x~~ | 414 | uri_too_long",
        "GET / HTTP/1.1~Host: x~X-A: %s~~ | 431 | headers_too_large",
      })
  void whatIsNoRequestGetsAShortAnswer(String bytes, int status, String code) throws Exception {
    var client = Wire.connect(gateway.port());
    client.send(bytes.replace("~", "\r\n").replace("%s", "x".repeat(40_000)));
    assertThat(client.rest())
        .matches("(?s)HTTP/1.[01] " + status + ".*")
        .contains("connection: close", "{\"error\":{\"code\":\"" + code + "\"")
        .doesNotContain("xxx");
    assertThat(upstream.nobodyCame()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "DELETE", "PATCH", "BREW"})
  void aRequestNeedsNoBody(String method) throws Exception {
    gateway.handler =
        exchange -> {
          var request = exchange.request();
          String seen = request.method() + " " + request.path() + " " + request.body().length;
          exchange.answer(new Head(200, List.of()), seen.getBytes());
        };
    var client = Wire.connect(gateway.port());
    client.send(method + " /models?a=b HTTP/1.1\r\nHost: x\r\n\r\n");
    String head = client.until("\r\n\r\n");
    assertThat(head).startsWith("HTTP/1.1 200");
    if (!method.equals("HEAD")) {
      client.until(method + " /models?a=b 0");
    }
    client.send("GET /next HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(client.message()).isEqualTo("GET /next 0");
  }

  @Test
  void bodiesBeyondWhatMayBeHeldAreTurnedAwayUntilOneIsDone() throws Exception {
    var open = new ArrayList<Wire>();
    var go = holdCalls();
    for (int i = 0; i < 4; i++) {
      var client = Wire.connect(gateway.port());
      client.send(MiniGateway.post("x".repeat(MB)));
      open.add(client);
    }
    gateway.awaitCalls(4);
    var late = Wire.connect(gateway.port());
    late.send(POST + "Content-Length: 1000\r\n\r\n"); // said before its bytes come
    assertThat(late.until("\r\n\r\n")).startsWith("HTTP/1.1 503").contains("retry-after: 1");
    assertThat(late.rest()).contains("too_busy");
    var chunked = Wire.connect(gateway.port());
    chunked.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
    chunked.chunk("x");
    assertThat(chunked.until("\r\n\r\n")).startsWith("HTTP/1.1 503");
    var without = Wire.connect(gateway.port());
    without.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    gateway.awaitCalls(5);
    go.countDown();
    for (Wire client : open) {
      assertThat(client.message()).isEqualTo("1048576");
    }
    assertThat(without.message()).isEqualTo("0");
    var next = Wire.connect(gateway.port());
    next.send(MiniGateway.post("x".repeat(MB)));
    assertThat(next.message()).isEqualTo("1048576");
  }

  private CountDownLatch holdCalls() {
    var go = new CountDownLatch(1);
    gateway.handler =
        exchange -> {
          RelayTest.await(go);
          var size = Integer.toString(exchange.request().body().length);
          exchange.answer(new Head(200, List.of()), size.getBytes());
        };
    return go;
  }

  @Test
  void anAnnouncementKeepsNobodyOut() throws Exception {
    for (int i = 0; i < 20; i++) {
      Wire.connect(gateway.port()).send(POST + "Content-Length: 1048576\r\n\r\n");
    }
    holdCalls().countDown();
    var client = Wire.connect(gateway.port());
    client.send(MiniGateway.post("x".repeat(MB)));
    assertThat(client.message()).isEqualTo("1048576");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClientThatLeavesInItsBodyTakesItsMemoryAlong(boolean reset) throws Exception {
    holdCalls().countDown();
    for (int i = 0; i < 20; i++) {
      var client = Wire.connect(gateway.port());
      client.send(POST + "Content-Length: 1048576\r\n\r\n" + "x".repeat(MB - 1));
      if (reset) {
        client.reset();
      } else {
        client.close();
      }
    }
    var client = Wire.connect(gateway.port());
    client.send(MiniGateway.post("x".repeat(MB)));
    String answer = client.until("\r\n\r\n");
    for (int i = 0; i < 100 && answer.contains(" 503 "); i++) { // until all have been noticed
      client = Wire.connect(gateway.port());
      client.send(MiniGateway.post("x".repeat(MB)));
      answer = client.until("\r\n\r\n");
    }
    assertThat(answer).startsWith("HTTP/1.1 200");
  }

  @Test
  void aRefusedBodyGivesItsMemoryBack() throws Exception {
    holdCalls().countDown();
    for (int i = 0; i < 20; i++) {
      var client = Wire.connect(gateway.port());
      client.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
      for (int j = 0; j < 18; j++) {
        client.chunk("x".repeat(60_000));
      }
      assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 413");
    }
    var client = Wire.connect(gateway.port());
    client.send(MiniGateway.post("x".repeat(MB)));
    assertThat(client.message()).isEqualTo("1048576");
  }
}
