package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.ChatReading;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Packed;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Upstreams that pack their answers, though we ask for none of it.
class PackedAnswerTest extends GatewayTest {
  private static final String JSON =
      "{\"a\":\"%s\",\"usage\":{\"prompt_tokens\":11}}".formatted("b".repeat(5000));

  private void whole() {
    gateway.readings = () -> new ChatReading(false);
    gateway.renderings = AsItIs::new;
  }

  private static void answer(Wire up, String coding, byte[] body) throws IOException {
    up.send(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(coding, body.length));
    up.send(body);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "deflate", "Deflate", "identity"})
  void aWholeAnswerIsPassedOnUnpacked(String coding) throws Exception {
    whole();
    var client = asks();
    var up = asked();
    byte[] body =
        switch (coding) {
          case "gzip", "x-gzip" -> Packed.gzip(JSON.getBytes());
          case "identity" -> JSON.getBytes();
          default -> Packed.deflate(JSON.getBytes(), coding.equals("Deflate"));
        };
    for (int i = 0; i < 2; i++) { // the connection serves on
      answer(up, coding, body);
      assertThat(client.until("\r\n\r\n").toLowerCase())
          .contains("content-length: " + JSON.length())
          .doesNotContain("content-encoding");
      client.until(JSON);
      client.send(MiniGateway.post("{}"));
      up.message();
    }
  }

  @Test
  void eachEventOfAStreamComesThroughAtOnce() throws Exception {
    var packed = new Packed.Stream();
    var client = asks();
    var up = asked();
    up.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
    up.chunk(packed.next(ROLE));
    up.chunk(packed.next(delta("a")));
    assertThat(client.until("\r\n\r\n").toLowerCase()).doesNotContain("content-encoding");
    client.until(delta("a") + "\r\n");
    for (int i = 0; i < 50; i++) {
      byte[] next = packed.next(delta("b" + i));
      up.chunk(Arrays.copyOf(next, 3));
      up.chunk(Arrays.copyOfRange(next, 3, next.length));
      client.until(delta("b" + i) + "\r\n");
    }
    up.chunk(packed.next(FINISH + DONE));
    up.chunk(packed.end());
    up.endChunks();
    assertThat(new String(client.chunks())).isEqualTo(FINISH + DONE);
    assertThat(gateway.ending()).isEqualTo("answered");
    client.send(MiniGateway.post("{}"));
    up.message();
    play(client, up);
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "gzip, gzip"})
  void whatWeCannotUnpackIsNoAnswer(String coding) throws Exception {
    whole();
    var client = asks();
    answer(asked(), coding, new byte[10]);
    assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 502");
    assertThat(gateway.ending()).isEqualTo("Broken");
    assertThat(gateway.reasons).singleElement().asString().contains("not asked for");
  }

  @ParameterizedTest
  @CsvSource({
    "short, the packed answer ended unfinished",
    "damaged, a packed answer is damaged: its check sum is wrong",
    "plain, a packed answer is damaged: it does not begin like gzip",
  })
  void aDamagedOrUnfinishedOneIsBroken(String how, String reason) throws Exception {
    whole();
    byte[] packed = Packed.gzip(JSON.getBytes());
    byte[] damaged = packed.clone();
    damaged[packed.length - 5] ^= 1;
    var client = asks();
    byte[] body =
        switch (how) {
          case "short" -> Arrays.copyOf(packed, packed.length - 3);
          case "damaged" -> damaged;
          default -> JSON.getBytes();
        };
    answer(asked(), "gzip", body);
    assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 502");
    assertThat(gateway.ending()).isEqualTo("Broken");
    assertThat(gateway.reasons).containsExactly(reason);
  }

  @Test
  void aStreamThatIsDamagedIsCutAfterItsLastWholeEvent() throws Exception {
    var packed = new Packed.Stream();
    var client = asks();
    var up = asked();
    up.send(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
    up.chunk(packed.next(delta("a")));
    client.until(delta("a") + "\r\n");
    up.chunk("garbage that is no deflate block at all");
    assertThat(new String(client.chunks())).isEqualTo(new String(MiniGateway.ERROR));
    assertThat(gateway.ending()).isEqualTo("cut");
  }

  @Test
  void aBombIsNotUnpacked() throws Exception {
    whole();
    byte[] bomb = Packed.gzip(new byte[50_000_000]);
    var client = asks();
    var up = asked();
    answer(up, "gzip", bomb);
    assertThat(client.rest()).doesNotContain("\r\n0\r\n");
    assertThat(gateway.ending()).isIn("cut", "Broken");
    assertThat(gateway.reasons).singleElement().asString().contains("more came out");
  }
}
