package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.base.Head;
import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.ChatReading;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// Clients that are old, that only probe, or that ask for another protocol.
class ClientKindsTest extends GatewayTest {
  private static final String OLD = "POST / HTTP/1.0\r\n%sContent-Length: 2\r\n\r\n{}";
  private static final String HELLO =
      "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003";

  private void answersAll() {
    gateway.handler = exchange -> exchange.answer(new Head(200, List.of()), "ok".getBytes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Connection: keep-alive\r\n"})
  void anOldClientsStreamEndsWithItsConnection(String fields) throws Exception {
    var client = Wire.connect(gateway.port());
    client.send(OLD.formatted(fields));
    var up = asked();
    up.streamHead();
    up.chunk(delta("a"));
    String head = client.until("\r\n\r\n").toLowerCase();
    assertThat(head).doesNotContain("transfer-encoding", "content-length", "keep-alive");
    client.until(delta("a"));
    up.chunk(FINISH + DONE);
    up.endChunks();
    assertThat(client.rest()).isEqualTo(FINISH + DONE + "<end>");
  }

  @Test
  void anOldClientsStreamThatIsCutSaysSo() throws Exception {
    var client = Wire.connect(gateway.port());
    client.send(OLD.formatted("Connection: keep-alive\r\n"));
    var up = asked();
    up.streamHead();
    up.chunk(delta("a"));
    client.until(delta("a"));
    up.reset();
    assertThat(client.rest()).isEqualTo(new String(MiniGateway.ERROR) + "<end>");
  }

  @Test
  void anOldClientCannotTakeHalfABodyForAllOfIt() throws Exception {
    gateway.readings = () -> new ChatReading(false);
    gateway.renderings = AsItIs::new;
    var client = Wire.connect(gateway.port());
    client.send(OLD.formatted(""));
    var up = asked();
    up.send("HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n" + "x".repeat(300_000));
    client.until("\r\n\r\n");
    up.reset();
    assertThat(client.rest()).endsWith("<reset>");
  }

  @Test
  void anOldClientMayAskAgainAfterAWholeAnswer() throws Exception {
    answersAll();
    var client = Wire.connect(gateway.port());
    for (int i = 0; i < 3; i++) {
      client.send(OLD.formatted("Connection: keep-alive\r\n"));
      assertThat(client.message()).isEqualTo("ok");
    }
    client.send("GET /health HTTP/1.0\r\n\r\n");
    assertThat(client.rest()).contains("content-length: 2").endsWith("ok<end>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c", "websocket", "TLS/1.2"})
  void anotherProtocolIsNotOffered(String protocol) throws Exception {
    gateway.handler =
        exchange -> {
          boolean seen =
              exchange.request().fields().stream().anyMatch(f -> f.value().equals(protocol));
          exchange.answer(new Head(200, List.of()), (seen ? "seen" : "lost").getBytes());
        };
    var client = Wire.connect(gateway.port());
    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: %s\r\nHTTP2-Settings: AAMAAABk\r\nContent-Length: 2\r\n\r\n{}"
            .formatted(protocol));
    assertThat(client.message()).isEqualTo("seen");
  }

  @Test
  void aBodyThatWillBeRefusedIsNotInvited() throws Exception {
    var client = Wire.connect(gateway.port());
    client.send(
        "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9999999\r\n\r\n");
    assertThat(client.rest()).startsWith("HTTP/1.1 413");
  }

  @Test
  void probesLeaveNoErrorsInTheLog() throws Exception {
    answersAll();
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(lines);
    try {
      for (int i = 0; i < 10; i++) {
        Wire.connect(gateway.port()).close();
        Wire.connect(gateway.port()).reset();
        try (var old = Wire.connect(gateway.port());
            var hello = Wire.connect(gateway.port());
            var garbage = Wire.connect(gateway.port())) {
          old.send("GET /health HTTP/1.0\r\n\r\n");
          assertThat(old.rest()).endsWith("ok<end>");
          hello.send(HELLO.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
          hello.send("\n\n");
          hello.rest();
          garbage.send("\u0000\u0001\r\n\r\nPRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
          garbage.rest();
        }
        var half = Wire.connect(gateway.port());
        half.send("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n");
        half.rest();
      }
      assertThat(asks().message()).isEqualTo("ok");
    } finally {
      root.detachAppender(lines);
    }
    assertThat(lines.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.INFO));
  }
}
