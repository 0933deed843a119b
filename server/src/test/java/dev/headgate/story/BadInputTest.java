package dev.headgate.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests beyond every bound, and what is no request at all.
@Timeout(120)
class BadInputTest {
  @TempDir private Path directory;
  private Guarded guarded;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    guarded = new Guarded(directory);
    gate = guarded.gate;
  }

  @AfterEach
  void stop() throws IOException {
    guarded.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHundredMegabytesAreRefusedAtOnce(boolean chunked) throws Exception {
    long before = Guarded.heap();
    for (Talk talk : Talk.values()) {
      try (Wire client = Wire.connect(gate.port())) {
        String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 104857600";
        client.send(
            "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n%s\r\n\r\n"
                .formatted(talk.path, framing));
        Thread sender = Thread.ofVirtual().start(() -> sendMuch(client, chunked));
        Message answer = Message.read(client);
        guarded.isRefused(answer, talk, 413, "body_too_large");
        sender.join();
      }
    }
    assertThat(Guarded.heap() - before).isLessThan(40L << 20);
  }

  private static void sendMuch(Wire client, boolean chunked) {
    byte[] some = "{\"x\":\"".concat("y".repeat(1 << 20)).getBytes(UTF_8);
    try {
      for (int i = 0; i < 100; i++) {
        if (chunked) {
          client.chunk(some);
        } else {
          client.send(some);
        }
      }
    } catch (IOException closed) {
      // as it should be
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\r\n\r\n\r\nGARBAGE\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n\u0000\u0001\u0002",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /v1/models HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}{}",
        "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\u0000\u00a1\u0003\u0003",
        "CONNECT evil.com:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET http://evil.com/v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n",
      })
  void garbageIsTurnedAway(String bytes) throws Exception {
    try (Wire client = Wire.connect(gate.port())) {
      client.send(bytes.getBytes(ISO_8859_1));
      client.endSending();
      assertThat(client.rest()).doesNotContain("HTTP/1.1 500").doesNotContain("HTTP/1.1 200");
    }
    assertThat(gate.post(Talk.CHAT.path, Talk.CHAT.ask(false)).status()).isEqualTo(200);
  }

  @Test
  void headersBeyondTheirBoundAreRefused() throws Exception {
    Message long1 = gate.post(Talk.CHAT.path, Talk.CHAT.ask(false), "x: " + "y".repeat(40_000));
    assertThat(long1.status()).isEqualTo(431);
    String[] many = new String[200];
    Arrays.setAll(many, i -> "x-" + i + ": y");
    Message answer = gate.post(Talk.MESSAGES.path, Talk.MESSAGES.ask(false), many);
    guarded.isRefused(answer, Talk.MESSAGES, 431, "headers_too_large");
  }
}
