package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.http.Upstreams.Origin;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxiesTest {
  private static String on(Map<String, String> environment, String host, int port, boolean tls) {
    var proxy = Proxies.from(environment).on(new Origin(host, port, tls));
    return proxy.map(Proxies.Proxy::toString).orElse("direct");
  }

  @Test
  void eachSchemeHasItsOwn() {
    var both = Map.of("HTTPS_PROXY", "http://s:1", "HTTP_PROXY", "http://p:2");
    assertThat(on(both, "api.example.com", 443, true)).isEqualTo("s:1");
    assertThat(on(both, "api.example.com", 80, false)).isEqualTo("p:2");
    assertThat(on(Map.of("HTTPS_PROXY", "s:1"), "api.example.com", 80, false)).isEqualTo("direct");
    assertThat(on(Map.of(), "api.example.com", 443, true)).isEqualTo("direct");
  }

  @Test
  void smallLettersWinAlsoWhenEmpty() {
    var both = Map.of("HTTPS_PROXY", "big:1", "https_proxy", "small:2");
    assertThat(on(both, "x.com", 443, true)).isEqualTo("small:2");
    var off = Map.of("HTTPS_PROXY", "big:1", "https_proxy", "");
    assertThat(on(off, "x.com", 443, true)).isEqualTo("direct");
    var none = Map.of("HTTPS_PROXY", "p:1", "NO_PROXY", "*", "no_proxy", "y.com");
    assertThat(on(none, "x.com", 443, true)).isEqualTo("p:1");
    assertThat(on(none, "y.com", 443, true)).isEqualTo("direct");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*                   | x.com              | 443 | true",
        "x.com               | x.com              | 443 | true",
        "x.com               | API.X.com          | 443 | true",
        "x.com               | x.com.             | 443 | true",
        "x.com               | notx.com           | 443 | false",
        "x.com               | x.com.evil.org     | 443 | false",
        ".svc.local          | a.svc.local        | 80  | true",
        ".svc.local          | svc.local          | 80  | true",
        "*.svc.local         | a.b.svc.local      | 80  | true",
        ".svc.local          | asvc.local         | 80  | false",
        "x.com:8443          | x.com              | 8443| true",
        "x.com:8443          | x.com              | 443 | false",
        "10.0.0.0/8          | 10.200.3.4         | 80  | true",
        "10.0.0.0/8          | 11.0.0.1           | 80  | false",
        "10.1.128.0/17       | 10.1.127.255       | 80  | false",
        "10.1.128.0/17       | 10.1.200.1         | 80  | true",
        "10.0.0.7            | 10.0.0.7           | 80  | true",
        "10.0.0.7            | 10.0.0.70          | 80  | false",
        "10.0.0.7:81         | 10.0.0.7           | 81  | true",
        "10.0.0.0/33         | 10.0.0.0           | 80  | false",
        "10.0.0.0/x          | 10.0.0.0           | 80  | false",
        "0.0.0.0/0           | 8.8.8.8            | 80  | true",
        "0.0.0.0/0           | example.com        | 80  | false",
        "fd00::/8            | [fd12::1]          | 80  | true",
        "[fd12::1]           | fd12::1            | 80  | true",
        "fd00::/8            | 253.0.0.1          | 80  | false",
        "a.com, b.com  c.com | c.com              | 80  | true",
        "''                  | x.com              | 80  | false",
        ",,                  | x.com              | 80  | false",
      })
  void whatIsListedIsReachedDirectly(String list, String host, int port, boolean direct) {
    var environment =
        Map.of("HTTPS_PROXY", "http://p:1", "HTTP_PROXY", "http://p:1", "NO_PROXY", list);
    assertThat(on(environment, host, port, port == 443)).isEqualTo(direct ? "direct" : "p:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "LOCALHOST", "a.localhost", "127.0.0.1", "127.9.9.9", "::1"})
  void ourOwnMachineIsAlwaysReachedDirectly(String host) {
    assertThat(on(Map.of("HTTP_PROXY", "http://p:1"), host, 80, false)).isEqualTo("direct");
  }

  @ParameterizedTest
  @CsvSource({
    "proxy.corp,proxy.corp:80",
    "proxy.corp:3128,proxy.corp:3128",
    "https://proxy.corp,proxy.corp:443",
    "http://u:CANARY@proxy.corp:8080/,proxy.corp:8080",
    "http://[fd00::1]:3128,fd00::1:3128",
  })
  void aProxyIsShownWithoutItsPassword(String value, String shown) {
    var environment = Map.of("HTTPS_PROXY", value);
    assertThat(on(environment, "x.com", 443, true)).isEqualTo(shown);
  }

  @Test
  void credentialsAreDecoded() {
    var environment = Map.of("HTTPS_PROXY", "http://me%40corp:p%3A+%2Fw@proxy:1");
    var proxy = Proxies.from(environment).on(new Origin("x.com", 443, true)).orElseThrow();
    assertThat(proxy.user()).isEqualTo("me@corp");
    assertThat(proxy.password()).isEqualTo("p:+/w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://u:CANARY@p:1",
        "http://u:CANARY@",
        "http://u:CANARY@p:port",
        "http://u:CAN ARY@p",
        "http://u:CANARY%zz@p:1"
      })
  void whatIsNoProxyIsSaidWithoutItsPassword(String value) {
    assertThatThrownBy(() -> Proxies.from(Map.of("HTTP_PROXY", value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("http_proxy: not a proxy's address")
        .hasMessageNotContaining("CAN")
        .hasNoCause();
  }
}
