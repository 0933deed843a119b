package dev.headgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.ChatReading;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Streams as servers of all kinds write them: each whole event goes on before the next one comes.
class LineEndsTest extends GatewayTest {
  @BeforeEach
  void asItIs() {
    gateway.renderings = AsItIs::new;
  }

  private static List<String> events(String end, String mark) {
    return List.of(
        (mark + delta("a")).replace("\n", end),
        ("id: 7\nretry: 10\nevent: x\n" + delta("b")).replace("\n", end),
        delta("c").replace("data: ", "data:").replace("\n", end),
        ("data: {\"choices\":[{\"delta\":\ndata: {\"content\":\"d\"}}]}\n\n").replace("\n", end),
        (": ping\n\n").replace("\n", end),
        FINISH.replace("\n", end));
  }

  @ParameterizedTest
  @CsvSource({"lf,", "crlf,", "cr,", "lf,\ufeff", "crlf,\ufeff", "cr,\ufeff"})
  void eachWholeEventGoesOnAtOnce(String ends, String mark) throws Exception {
    String end = ends.replace("cr", "\r").replace("lf", "\n");
    var client = asks();
    var up = asked();
    up.streamHead();
    for (String event : events(end, mark == null ? "" : mark)) {
      up.chunk(event);
      client.until(event); // before anything more is sent
    }
    up.chunk(DONE.replace("\n", end));
    up.endChunks();
    client.until("\r\n");
    assertThat(new String(client.chunks(), UTF_8)).isEqualTo(DONE.replace("\n", end));
    assertThat(gateway.ending()).isEqualTo("answered");
  }

  @Test
  void eachGoesOnAsSoonAsItsLastByteIsThere() throws Exception {
    var client = asks();
    var up = asked();
    up.streamHead();
    for (String event : events("\r\n", "")) {
      up.chunk(event.substring(0, event.length() - 1)); // between CR and LF
      up.chunk("\n");
      client.until(event);
    }
    for (String event : events("\r", "")) {
      up.chunk(event.substring(0, event.length() - 1)); // between CR and CR
      up.chunk("\r");
      client.until(event);
    }
    up.chunk(DONE);
    up.endChunks();
    client.until(DONE);
    assertThat(gateway.ending()).isEqualTo("answered");
  }

  @Test
  void mixedEndsDelayNothing() throws Exception {
    gateway.readings = () -> new ChatReading(true);
    var client = asks();
    var up = asked();
    up.streamHead();
    for (String end : List.of("\n\n", "\r\n\r\n", "\r\r", "\r\n\n", "\n\r\n")) {
      String event = delta("a").strip() + end;
      up.chunk(event);
      client.until(event);
    }
    up.chunk(FINISH + DONE);
    up.endChunks();
    client.until(DONE);
    assertThat(gateway.ending()).isEqualTo("answered");
  }

  @Test
  void aStreamIsCutAfterItsLastWholeEventWhereverItBreaks() throws Exception {
    String next =
        "data: {\"id\":\"c1\",\"choices\":[{\"delta\":{\"content\":\"caf\u00e9\"}}]}\r\n\r\n";
    byte[] bytes = next.getBytes(UTF_8);
    for (int cut : new int[] {5, 6, 20, bytes.length - 12, bytes.length - 3, bytes.length - 2}) {
      var client = asks();
      var up = asked();
      up.streamHead();
      up.chunk(delta("a"));
      client.until(delta("a") + "\r\n");
      up.chunk(java.util.Arrays.copyOf(bytes, cut));
      up.close(); // without the last chunk
      assertThat(new String(client.chunks(), UTF_8)).isEqualTo("event: error\ndata: {}\n\n");
      assertThat(gateway.ending()).isEqualTo("cut");
    }
  }
}
