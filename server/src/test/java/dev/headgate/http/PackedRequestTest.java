package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Head;
import dev.headgate.base.Request;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Packed;
import dev.headgate.testkit.Wire;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests whose body comes packed.
class PackedRequestTest extends GatewayTest {
  private final LinkedBlockingQueue<Request> requests = new LinkedBlockingQueue<>();

  @BeforeEach
  void answer() {
    gateway.handler =
        exchange -> {
          requests.add(exchange.request());
          exchange.answer(new Head(200, List.of()), "ok".getBytes());
        };
  }

  private Wire asks(String coding, byte[] body) throws Exception {
    var client = Wire.connect(gateway.port());
    String head =
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n";
    client.send(head.formatted(coding, body.length));
    client.send(body);
    return client;
  }

  @ParameterizedTest
  @CsvSource({"gzip,300", "X-GZIP,300", "GZip,1000000", "deflate,300", "identity,300", "'',5"})
  void theHandlerSeesThemUnpacked(String coding, int size) throws Exception {
    byte[] plain = "{\"text\":\"%s\"}".formatted("ab".repeat(size / 2)).getBytes();
    byte[] body =
        switch (coding) {
          case "gzip", "X-GZIP", "GZip" -> Packed.gzip(plain);
          case "deflate" -> Packed.deflate(plain, false);
          default -> plain;
        };
    assertThat(asks(coding, body).message()).isEqualTo("ok");
    var seen = requests.take();
    assertThat(seen.body()).isEqualTo(plain);
    assertThat(seen.fields()).noneMatch(field -> field.name().toLowerCase().startsWith("content-"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"br", "zstd", "compress", "gzip, gzip", "gzip,identity", "Gzipped"})
  void whatWeCannotUnpackIsSaidBeforeItComes(String coding) throws Exception {
    var client = Wire.connect(gateway.port());
    client.send(
        "POST /v1 HTTP/1.1\r\nHost: x\r\nContent-Encoding: %s\r\nContent-Length: 9\r\n\r\n"
            .formatted(coding));
    assertThat(client.rest())
        .startsWith("HTTP/1.1 415")
        .contains("/v1 unsupported_encoding: Content-Encoding: " + coding + " (expected: gzip");
    assertThat(requests).isEmpty();
  }

  @Test
  void twoFieldsAreTwoLayers() throws Exception {
    var client = asks("gzip\r\nContent-Encoding: gzip", new byte[3]);
    assertThat(client.rest()).startsWith("HTTP/1.1 415").contains("gzip, gzip");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void whatIsNotPackedAsItSaysIsABadRequest(String coding) throws Exception {
    var client = asks(coding, "{\"model\":\"x\"}".getBytes());
    assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 400");
    client.until("/ invalid_encoding: Content-Encoding: " + coding + ", but the body is not");
    byte[] packed =
        coding.equals("gzip") ? Packed.gzip(new byte[99]) : Packed.deflate(new byte[99], false);
    client = asks(coding, Arrays.copyOf(packed, packed.length - 1));
    assertThat(client.until("its end is missing")).startsWith("HTTP/1.1 400");
    client.send(MiniGateway.post("{}"));
    assertThat(client.message()).isEqualTo("ok");
    assertThat(requests).hasSize(1);
  }

  @Test
  void anEmptyBodyIsNotPacked() throws Exception {
    assertThat(asks("gzip", new byte[0]).message()).isEqualTo("ok");
    assertThat(requests.take().body()).isEmpty();
  }

  @Test
  void aBombIsRefusedAtOnceAndTakesNoMemory() throws Exception {
    byte[] bomb = Packed.gzip(new byte[500_000_000]); // half a megabyte
    long start = System.nanoTime();
    var client = asks("gzip", bomb);
    assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 413");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(requests).isEmpty();
    var bodies = new Bodies(4 << 20);
    var body = new Body(bodies, 1 << 20, 0);
    body.add(bomb, 0, bomb.length);
    assertThat(body.unpack(Coding.GZIP).orElseThrow().code().status()).isEqualTo(413);
    assertThat(bodies.held()).isLessThanOrEqualTo(1 << 20);
    body.close();
    assertThat(bodies.held()).isZero();
  }

  @Test
  void whatComesOutCountsAsHeld() {
    var bodies = new Bodies(1000);
    var body = new Body(bodies, 5000, 0);
    byte[] packed = Packed.gzip(new byte[2000]);
    body.add(packed, 0, packed.length);
    assertThat(body.unpack(Coding.GZIP).orElseThrow().code().status()).isEqualTo(503);
    body.close();
    assertThat(bodies.held()).isZero();
  }
}
