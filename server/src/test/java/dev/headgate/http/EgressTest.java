package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Field;
import dev.headgate.base.Request;
import dev.headgate.base.Stop;
import dev.headgate.http.Upstreams.Origin;
import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.Certificate;
import dev.headgate.testkit.ScriptedUpstream;
import dev.headgate.testkit.Wire;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The way out: TLS, proxies, and connections that do not come about.
class EgressTest {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static Certificate certificate;
  private final Loops loops = new Loops(GatewayTest.LIMITS);
  private final ScriptedUpstream upstream;
  private final LinkedBlockingQueue<Object> results = new LinkedBlockingQueue<>();

  EgressTest() throws Exception {
    upstream = new ScriptedUpstream();
  }

  @BeforeAll
  static void certificate() throws Exception {
    certificate = new Certificate("localhost", "provider.test");
  }

  @AfterEach
  void close() throws Exception {
    upstream.close();
    loops.close();
  }

  private Upstreams through(String proxy) throws Exception {
    String address = "http://" + proxy + "localhost:" + upstream.port();
    var environment = Map.of("HTTPS_PROXY", address, "http_proxy", address);
    return new Upstreams(loops, Proxies.from(environment), certificate.trust());
  }

  private Upstreams direct() throws Exception {
    return new Upstreams(loops, Proxies.NONE, certificate.trust());
  }

  private void ask(Upstreams upstreams, Origin origin, Duration connect) {
    var fields = List.of(new Field("authorization", "Bearer CANARY"));
    var request = new Request("POST", "/v1/chat?a=b", fields, "{}".getBytes());
    Thread.ofVirtual()
        .start(() -> {
          try (var source = upstreams.open(origin, request, connect, new AsItIs(), new Stop())) {
            results.add(source.head().status());
          } catch (Trouble trouble) {
            results.add(trouble);
          }
        });
  }

  private Trouble.Unsent unsent() throws Exception {
    return (Trouble.Unsent) results.take();
  }

  private Origin local(boolean tls) {
    return new Origin("localhost", upstream.port(), tls);
  }

  @Test
  void aTrustedProviderIsAsked() throws Exception {
    ask(direct(), local(true), CONNECT);
    var up = upstream.next().tls(certificate.server());
    assertThat(up.message()).isEqualTo("{}");
    up.json("{}");
    assertThat(results.take()).isEqualTo(200);
  }

  @Test
  void aProviderThatIsNotTrustedGetsNothing() throws Exception {
    ask(new Upstreams(loops, Proxies.NONE), local(true), CONNECT);
    handshakeFails(upstream.next());
    assertThat(unsent()).hasMessageContaining("unable to find valid certification path");
  }

  @Test
  void aTrustedCertificateOfAnotherHostIsNotEnough() throws Exception {
    ask(direct(), new Origin("127.0.0.1", upstream.port(), true), CONNECT);
    handshakeFails(upstream.next());
    var unsent = unsent();
    assertThat(unsent).hasMessageContaining("No subject alternative names");
    assertThat(unsent.isLate()).isFalse();
  }

  private static void handshakeFails(Wire up) throws Exception {
    try {
      assertThat(up.tls(certificate.server()).rest()).startsWith("<");
    } catch (java.io.IOException refused) {
      // as it should
    }
  }

  @Test
  void aProviderThatSpeaksNoTlsGetsNothing() throws Exception {
    ask(direct(), local(true), CONNECT);
    upstream.next().send("HTTP/1.1 400 Bad Request\r\n\r\n");
    assertThat(unsent()).hasMessageContaining("not an SSL/TLS record");
  }

  @Test
  void aRefusedConnectionIsNotLate() throws Exception {
    int free;
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      free = socket.getLocalPort();
    }
    ask(direct(), new Origin("127.0.0.1", free, false), CONNECT);
    var unsent = unsent();
    assertThat(unsent).hasMessageContaining("refused");
    assertThat(unsent.isLate()).isFalse();
  }

  @Test
  void aHostWithoutAnAddressIsUnsent() throws Exception {
    ask(direct(), new Origin("no-such-host.invalid", 80, false), Duration.ofSeconds(2));
    assertThat(results.take()).isInstanceOf(Trouble.Unsent.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConnectionThatDoesNotComeAboutIsLate(boolean tls) throws Exception {
    try (var full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        Wire _ = Wire.connect(full.getLocalPort());
        Wire _ = Wire.connect(full.getLocalPort())) { // the kernel takes no third
      int port = tls ? upstream.port() : full.getLocalPort(); // or nobody shakes hands
      ask(direct(), new Origin("localhost", port, tls), Duration.ofMillis(300));
      var unsent = unsent();
      assertThat(unsent).hasMessage("no connection within 300 ms");
      assertThat(unsent.isLate()).isTrue();
    }
  }

  @Test
  void aProxyLeadsToAProviderWithoutSeeingItsKey() throws Exception {
    ask(through("me:p%20w@"), new Origin("provider.test", 443, true), CONNECT);
    var proxy = upstream.next();
    assertThat(proxy.until("\r\n\r\n"))
        .startsWith("CONNECT provider.test:443 HTTP/1.1\r\n")
        .containsIgnoringCase("proxy-authorization: Basic bWU6cCB3")
        .doesNotContain("CANARY");
    proxy.send("HTTP/1.1 200 OK\r\n\r\n");
    var up = proxy.tls(certificate.server());
    assertThat(up.until("\r\n\r\n"))
        .startsWith("POST /v1/chat?a=b HTTP/1.1\r\n")
        .contains("CANARY")
        .doesNotContainIgnoringCase("proxy-");
    assertThat(up.until("{}")).isEqualTo("{}");
    up.json("{}");
    assertThat(results.take()).isEqualTo(200);
  }

  @Test
  void withoutTlsAProxyIsAskedForTheWholeAddress() throws Exception {
    ask(through("me:pw@"), new Origin("provider.test", 8080, false), CONNECT);
    var proxy = upstream.next();
    assertThat(proxy.until("\r\n\r\n"))
        .startsWith("POST http://provider.test:8080/v1/chat?a=b HTTP/1.1\r\n")
        .containsIgnoringCase("host: provider.test:8080")
        .containsIgnoringCase("proxy-authorization: Basic bWU6cHc=");
    proxy.json("{}");
    assertThat(results.take()).isEqualTo(200);
  }

  @Test
  void ourOwnMachineIsAskedDirectly() throws Exception {
    ask(through(""), local(false), CONNECT);
    var up = upstream.next();
    assertThat(up.until("\r\n")).startsWith("POST /v1/chat?a=b HTTP/1.1");
    up.json("{}");
    assertThat(results.take()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 407 Proxy Authentication Required~Content-Length: 0~~ | 407",
        "HTTP/1.1 502 Bad Gateway~Content-Length: 0~~ | 502",
        "nonsense~~ | proxy localhost",
        "'' | proxy localhost",
      })
  void aProxyThatFailsIsNamedWithoutItsPassword(String answer, String said) throws Exception {
    ask(through("me:SECRET@"), new Origin("provider.test", 443, true), CONNECT);
    var proxy = upstream.next();
    proxy.until("\r\n\r\n");
    proxy.send(answer.replace("~", "\r\n"));
    proxy.close();
    var unsent = unsent();
    assertThat(unsent)
        .hasMessageStartingWith("proxy localhost:" + upstream.port() + ": ")
        .hasMessageContaining(said)
        .hasMessageNotContaining("SECRET");
    assertThat(unsent.isLate()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\r\n\r\n"})
  void aProxyThatHangsIsLate(String answer) throws Exception {
    ask(through("me:SECRET@"), new Origin("provider.test", 443, true), Duration.ofSeconds(2));
    var proxy = upstream.next();
    proxy.until("\r\n\r\n");
    proxy.send(answer);
    var unsent = unsent();
    assertThat(unsent)
        .hasMessage("proxy localhost:%d: no connection within 2000 ms", upstream.port());
    assertThat(unsent.isLate()).isTrue();
  }

  @Test
  void aProxyThatClosesAfterItsYesIsUnsent() throws Exception {
    ask(through(""), new Origin("provider.test", 443, true), CONNECT);
    var proxy = upstream.next();
    proxy.until("\r\n\r\n");
    proxy.send("HTTP/1.1 200 OK\r\n\r\n");
    proxy.close();
    assertThat(unsent()).hasMessageStartingWith("proxy localhost:" + upstream.port() + ": ");
  }

  @Test
  void aRedirectIsAnAnswerLikeAnyOther() throws Exception {
    ask(direct(), local(false), CONNECT);
    var up = upstream.next();
    up.message();
    up.send("HTTP/1.1 302 Found\r\nLocation: http://localhost:1/\r\nContent-Length: 0\r\n\r\n");
    assertThat(results.take()).isEqualTo(302);
    assertThat(upstream.nobodyCame()).isTrue();
  }
}
