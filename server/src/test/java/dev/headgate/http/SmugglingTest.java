package dev.headgate.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Head;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that two servers in a row could read in two ways. `~` stands for the end of a line; a
/// second request is hidden behind each.
class SmugglingTest extends GatewayTest {
  private static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n";
  private final LinkedBlockingQueue<String> served = new LinkedBlockingQueue<>();

  @BeforeEach
  void note() {
    gateway.handler =
        exchange -> {
          served.add(exchange.request().path());
          exchange.answer(new Head(200, List.of()), "ok".getBytes());
        };
  }

  private static byte[] bytes(String text) {
    return text.replace("~", "\r\n")
        .replace("{0}", "\0")
        .replace("{cr}", "\r")
        .replace("{lf}", "\n")
        .replace("{long}", "x".repeat(200_000))
        .getBytes(ISO_8859_1);
  }

  /// Refused or closed, and nothing of it served; then the server serves on.
  private void isTurnedAway(String request) throws Exception {
    var client = Wire.connect(gateway.port());
    try {
      client.send(bytes(request));
      client.send(HIDDEN);
    } catch (java.net.SocketException closed) {
      // while we were still sending
    }
    String answer = client.rest();
    assertThat(answer).matches("(?s)(HTTP/\\d.\\d (400|413|414|431|501) .*)?<(end|reset)>");
    assertThat(answer.split("HTTP/", -1)).as(answer).hasSizeLessThanOrEqualTo(2);
    assertThat(served).isEmpty();
    var next = Wire.connect(gateway.port());
    next.send(MiniGateway.post("{}"));
    assertThat(next.message()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: x~Content-Length: 5~Transfer-Encoding: chunked~~0~~",
        "Host: x~Transfer-Encoding: chunked~Content-Length: 5~~0~~",
        "Host: x~Content-Length: 2~Content-Length: 2~~{}",
        "Host: x~Content-Length: 2~Content-Length: 3~~{}x",
        "Host: x~Content-Length: 2, 2~~{}",
        "Host: x~Content-Length: +2~~{}",
        "Host: x~Content-Length: -2~~{}",
        "Host: x~Content-Length: 0x2~~{}",
        "Host: x~Content-Length: 2 3~~{}",
        "Host: x~Content-Length: 2a~~{}",
        "Host: x~Content-Length: 99999999999999999999~~{}",
        "Host: x~Content-Length:~~{}",
        "Host: x~Transfer-Encoding: xchunked~~0~~",
        "Host: x~Transfer-Encoding: chunked, identity~~0~~",
        "Host: x~Transfer-Encoding: identity~~0~~",
        "Host: x~Transfer-Encoding: chunked~Transfer-Encoding: identity~~0~~",
        "Host: x~Transfer-Encoding:{cr}chunked~~0~~",
        "Host: x~Transfer-Encoding : chunked~~0~~",
        "Host: x~Content-Length : 2~~{}",
        "Host: x~ Content-Length: 2~~{}",
        "Host: x~X-A: a{0}b~~",
        "Host: x~X-A: a{cr}b~~",
        "Host: x~X{0}A: a~~",
        "Host: x~X A: a~~",
        "Host: x~X-A~~",
        "Host: x~: a~~",
        "X-A: a~~",
        "Host: x~Host: y~~",
        "Host: x, y~~",
        "Host: x y~~",
        "Host: x/y~~",
        "Host:~~",
      })
  void ambiguousFields(String fields) throws Exception {
    isTurnedAway("POST / HTTP/1.1~" + fields);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1~{}~0~~",
        "+2~{}~0~~",
        "0x2~{}~0~~",
        "fffffffffffffffff~{}~0~~",
        "80000000~{}~0~~",
        "2 3~{}~0~~",
        "~{}~0~~",
        "g~{}~0~~",
        "2~{}x~0~~",
        "2~{}0~~",
        "2~{}{lf}0~~",
        "2{cr}{}~0~~",
        "2;{long}~{}~0~~",
        "2~{}~0~X-A: a{0}~~",
        "2~{}~0~{long}: a~~",
      })
  void malformedChunks(String body) throws Exception {
    isTurnedAway("POST / HTTP/1.1~Host: x~Transfer-Encoding: chunked~~" + body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1 x~Host: x~~",
        "GET /a b HTTP/1.1~Host: x~~",
        "GET /~Host: x~~",
        "GET / HTTP/9.9~Host: x~~",
        "GET / http/1.1~Host: x~~",
        "GET / HTTP/1.1{lf}Host: x{lf}{lf}",
        "GET / HTTP/1.1{cr}Host: x~~",
        "G{0}T / HTTP/1.1~Host: x~~",
        "G(T / HTTP/1.1~Host: x~~",
        "GET http://other/ HTTP/1.1~Host: x~~",
        "GET other:80 HTTP/1.1~Host: x~~",
        "CONNECT other:443 HTTP/1.1~Host: other:443~~",
        "GET * HTTP/1.1~Host: x~~",
        "GET //other/a HTTP/1.1~Host: x~~",
        "GET /a/../b HTTP/1.1~Host: x~~",
        "GET /a/.. HTTP/1.1~Host: x~~",
        "GET /a/%2e%2E/b HTTP/1.1~Host: x~~",
        "GET /./a HTTP/1.1~Host: x~~",
        "GET /a#b HTTP/1.1~Host: x~~",
        "GET /a\\b HTTP/1.1~Host: x~~",
        "GET /\u00e9 HTTP/1.1~Host: x~~",
        "GET /a{0}b HTTP/1.1~Host: x~~",
        "GET /{long} HTTP/1.1~Host: x~~",
        "{long} / HTTP/1.1~Host: x~~",
        "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX / HTTP/1.1~Host: x~~",
        "GET / HTTP/1.1~Host: x~X-A: {long}~~",
        "GET / HTTP/1.1~Host: x~{long}: a~~",
        "PRI * HTTP/2.0~~SM~~",
      })
  void oddRequestLines(String request) throws Exception {
    isTurnedAway(request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /a?b=../c//d HTTP/1.1~Host: x~~ | /a?b=../c//d",
        "GET /a//b HTTP/1.1~Host: x:80~~ | /a//b",
        "GET /a...b/.c HTTP/1.1~Host: [::1]:80~~ | /a...b/.c",
        "OPTIONS * HTTP/1.1~Host: x~~ | *",
        "GET /v1/models/a%2Fb HTTP/1.1~Host: x~~ | /v1/models/a%2Fb",
        "POST /a HTTP/1.1~hOST: x~tRANSFER-eNCODING: Chunked~~2;a=b~{}~0~X-T: t~~ | /a",
        "~GET /a HTTP/1.1~Host: x~~ | /a",
        "GET  /a HTTP/1.1~Host: x~~ | /a", // RFC 9112 section 3 lets us
      })
  void whatHasOneMeaningIsServed(String request, String path) throws Exception {
    var client = Wire.connect(gateway.port());
    client.send(bytes(request));
    assertThat(client.message()).isEqualTo("ok");
    assertThat(served.take()).isEqualTo(path);
    client.send(HIDDEN);
    assertThat(client.message()).isEqualTo("ok");
  }
}
