package dev.headgate.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.ChatReading;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Header fields that are odd, doubled, huge or meant for us alone.
class FieldsTest extends GatewayTest {
  private final LinkedBlockingQueue<List<Field>> seen = new LinkedBlockingQueue<>();

  @BeforeEach
  void whole() {
    gateway.readings = () -> new ChatReading(false);
    gateway.renderings = AsItIs::new;
    gateway.atStart = exchange -> seen.add(exchange.request().fields());
  }

  @Test
  void anUpstreamsOddFieldsCostItNoAnswer() throws Exception {
    var client = asks();
    var up = asked();
    up.send(
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                + "X-Note: caf\u00c3\u00a9 \u00e6\u0097\u00a5\r\nX-Bad: a\u0001b\r\nX-Nul: a\u0000b\r\nX Name: a\r\n"
                + "X-Fold: a\r\n b\r\nX-Huge: "
                + "h".repeat(40_000)
                + "\r\n"
                + "Content-Disposition: attachment; filename=\u00e6\u0096\u0087\r\n"
                + "Date: Mon, 01 Jan 2024 00:00:00 GMT\r\nDate: Tue, 02 Jan 2024 00:00:00 GMT\r\n"
                + "Server: a\r\nServer: b\r\nConnection: X-Hop, keep-alive\r\nX-Hop: 1\r\n"
                + "Keep-Alive: timeout=5\r\nProxy-Connection: x\r\nTrailer: x\r\nX-Good: kept\r\n\r\n{}")
            .getBytes(ISO_8859_1));
    String head = client.until("\r\n\r\n");
    assertThat(head)
        .startsWith("HTTP/1.1 200")
        .contains("X-Good: kept", "X-Fold: a b")
        .doesNotContainIgnoringCase("x-note")
        .doesNotContainIgnoringCase("x-bad")
        .doesNotContainIgnoringCase("x-nul")
        .doesNotContainIgnoringCase("name: a")
        .doesNotContainIgnoringCase("x-huge")
        .doesNotContainIgnoringCase("disposition")
        .doesNotContainIgnoringCase("hop")
        .doesNotContainIgnoringCase("keep-alive")
        .doesNotContainIgnoringCase("trailer");
    assertThat(head.split("(?i)\r\ndate:", -1)).hasSize(2);
    assertThat(head.split("(?i)\r\nserver:", -1)).hasSize(2);
    client.until("{}");
    client.send(MiniGateway.post("{}"));
    up.message();
    up.json("{}");
    assertThat(client.message()).isEqualTo("{}");
  }

  @Test
  void anUpstreamsHeadHasABound() throws Exception {
    var client = asks();
    var up = asked();
    up.send("HTTP/1.1 200 OK\r\nX-Huge: " + "h".repeat(200_000) + "\r\nContent-Length: 0\r\n\r\n");
    assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 502");
    assertThat(gateway.ending()).isEqualTo("Broken");
  }

  @Test
  void whatAClientMeantForUsAloneIsNotPassedOn() throws Exception {
    var client = Wire.connect(gateway.port());
    client.send(
        ("POST / HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nX-Note: "
                + "caf\u00c3\u00a9\r\nContent-Length: 2\r\n\r\n{}")
            .getBytes(ISO_8859_1));
    asked().json("{}");
    assertThat(client.message()).isEqualTo("{}");
    assertThat(seen.take())
        .contains(new Field("X-Note", "caf\u00c3\u00a9"), new Field("Host", "x"))
        .noneMatch(field -> field.name().equals("X-Hop"));
  }

  @Test
  void whateverAHandlerSaysGoesOutOrIsDropped() throws Exception {
    var odd =
        List.of(
            new Field("x-a", "a\r\nx-b: b"),
            new Field("x c", "c"),
            new Field("", "d"),
            new Field("x-e", "\u6a21"),
            new Field("x-f", "caf\u00e9"),
            new Field("transfer-encoding", "chunked"),
            new Field("Content-Length", "99"),
            new Field("x-g", "\u001b[2J"),
            new Field("x-h", "h"));
    gateway.handler = exchange -> exchange.answer(new Head(200, odd), "ok".getBytes());
    var client = asks();
    assertThat(client.until("\r\n\r\n"))
        .contains("x-h: h", "content-length: 2", "x-f: caf")
        .doesNotContain("x-a", "x-b", "x c", "x-e", "x-g", "chunked", "99");
    client.until("ok");
    var out = MultiMap.caseInsensitiveMultiMap();
    Fields.put(odd, out);
    assertThat(out.names()).containsExactlyInAnyOrder("x-f", "x-h");
  }
}
