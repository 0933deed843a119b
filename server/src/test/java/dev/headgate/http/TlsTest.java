package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.Head;
import dev.headgate.testkit.Certificate;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HTTP/1.1 over TLS keeps the promises of HTTP/1.1.
class TlsTest extends GatewayTest {
  private static Certificate certificate;

  @BeforeAll
  static void make() throws Exception {
    certificate = new Certificate("localhost");
  }

  static Identity identity(Certificate certificate) {
    try {
      return Identity.read(
              certificate.certificate(), certificate.key(), TlsTest::fail, TlsTest::fail)
          .orElseThrow();
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  private static void fail(String why) {
    throw new IllegalStateException(why);
  }

  @Override
  Endpoint endpoint() {
    return new Endpoint("127.0.0.1", 0, identity(certificate));
  }

  @Override
  Wire asks() throws Exception {
    var client = Wire.secure(gateway.port(), certificate.client());
    client.send(MiniGateway.post("{}"));
    return client;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void callsAreServed(String version) throws Exception {
    var client = Wire.secure(gateway.port(), certificate.client(), version);
    client.send(MiniGateway.post("{}"));
    var up = asked();
    play(client, up);
    client.send(MiniGateway.post("{}"));
    up.message();
    play(client, up);
  }

  @Test
  void anOrdinaryClientIsServed() throws Exception {
    gateway.handler =
        exchange -> exchange.answer(new Head(200, List.of()), exchange.request().body());
    try (var client = HttpClient.newBuilder().sslContext(certificate.client()).build()) {
      String large = "x".repeat(900_000);
      var request =
          HttpRequest.newBuilder(URI.create("https://localhost:" + gateway.port() + "/a"))
              .POST(HttpRequest.BodyPublishers.ofString(large));
      assertThat(client.send(request.build(), BodyHandlers.ofString()).body()).isEqualTo(large);
    }
  }

  @Test
  void aClientThatLeftStopsItsCall() throws Exception {
    var client = asks();
    var upstream = asked();
    long left = System.nanoTime();
    client.close();
    upstream.rest();
    assertThat(Duration.ofNanos(System.nanoTime() - left)).isLessThan(Duration.ofMillis(500));
    assertThat(gateway.ending()).isEqualTo("client.gone");
  }

  @Test
  void aCutIsNoOrderlyEnd() throws Exception {
    gateway.handler =
        exchange -> {
          exchange.write(new Head(200, List.of()), "half".getBytes());
          exchange.cut(new byte[0]);
        };
    var client = asks();
    client.until("half\r\n");
    assertThat(client.rest()).startsWith("<").isNotEqualTo("<end>");
  }

  @Test
  void whoDoesNotSpeakTlsIsHungUpOn() throws Exception {
    try (var plain = Wire.connect(gateway.port())) {
      plain.send(MiniGateway.post("{}"));
      assertThat(plain.rest()).doesNotContain("HTTP/1.1");
    }
    play(asks(), asked());
  }

  @Test
  void anotherIdentityIsForThoseWhoComeLater() throws Exception {
    var early = asks();
    var earlyUp = asked();
    var other = new Certificate("localhost");

    gateway.server.present(identity(other));

    assertThatThrownBy(this::asks).isInstanceOf(IOException.class);
    var late = Wire.secure(gateway.port(), other.client());
    late.send(MiniGateway.post("{}"));
    play(late, asked());
    play(early, earlyUp);
    early.send(MiniGateway.post("{}"));
    assertThat(gateway.endings).isEmpty();
    early.close();
  }

  @Test
  void drainLetsAnOpenStreamFinish() throws Exception {
    var client = asks();
    var upstream = asked();
    upstream.streamHead();
    upstream.chunk(delta("a"));
    client.until(delta("a") + "\r\n");
    var draining = Thread.ofVirtual().start(() -> gateway.server.drain(Duration.ofSeconds(20)));
    upstream.chunk(FINISH + DONE);
    upstream.endChunks();
    assertThat(client.rest()).contains(DONE).endsWith("0\r\n\r\n<end>");
    assertThat(draining.join(Duration.ofSeconds(5))).isTrue();
  }
}
