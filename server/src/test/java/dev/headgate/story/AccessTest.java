package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Field;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who may come in, by which door, and what they bring along.
@Timeout(60)
class AccessTest {
  private static final String WEB = "web-secret-0123456789";
  private static final String OTHER = "other-secret-0123456789";

  /// What a client may bring along.
  private static final String[] BROUGHT = {
    "Authorization: Bearer " + OTHER,
    "x-api-key: secret-two",
    "api-key: secret-three",
    "x-goog-api-key: secret-four",
    "Cookie: session=secret-five",
    "Proxy-Authorization: Basic secret-six",
    "Origin: https://secret-seven.example",
    "Referer: https://secret-eight.example",
    "Forwarded: for=secret-nine",
    "X-Forwarded-For: 10.1.2.3",
    "X-Real-IP: 10.1.2.3",
    "x-headgate-tags: secret-ten",
    "Connection: x-hop, keep-alive",
    "x-hop: secret-eleven",
    "User-Agent: mine/1",
    "anthropic-beta: b1,b2",
    "x-stainless-retry-count: 0"
  };

  @TempDir private Path directory;
  private StubProvider provider;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider = new StubProvider(AccessTest::answer);
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    provider.close();
  }

  private static String answer(Message asked) {
    Talk talk =
        asked.path().contains("messages")
            ? Talk.MESSAGES
            : asked.path().contains("responses") ? Talk.RESPONSES : Talk.CHAT;
    return asked.first().startsWith("GET")
        ? StubProvider.whole(200, "{\"data\":[{\"id\":\"m\"},{\"id\":\"big\"}]}")
        : StubProvider.whole(200, talk.whole("ok"));
  }

  private Gate.With around() {
    return Gate.in(directory)
        .variable("A_KEY", "key-of-a")
        .variable("WEB", WEB)
        .variable("OTHER", OTHER);
  }

  private void open() throws IOException {
    gate = around().start(Talk.yaml(provider.port(), "retries: 0"));
  }

  private void locked() throws IOException {
    String keys =
        """
        keys:
          web: { secret: "${WEB}", models: [fast, feature/plain, a/*] }
          all: { secret: "${OTHER}" }
        models:
          fast: { targets: [o/m] }
          fist: { targets: [o/m] }
        """;
    gate = around().start(Talk.yaml(provider.port(), "retries: 0") + keys);
  }

  /// Sends exactly these head lines, and a body for the surface.
  private Message send(Talk talk, String... lines) throws IOException {
    try (Wire client = Wire.connect(gate.port())) {
      String body = talk.ask(false);
      client.send(
          "POST %s HTTP/1.1\r\nConnection: close\r\n%s\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(talk.path, String.join("\r\n", lines), body.length(), body));
      return Message.read(client);
    }
  }

  private static final String JSON = "Content-Type: application/json";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:4000",
        "127.0.0.1",
        "127.0.0.1:1",
        "[::1]:4000",
        "LOCALHOST",
        "app.localhost"
      })
  void withoutKeysLoopbackNamesAreServed(String host) throws IOException {
    open();
    assertThat(send(Talk.CHAT, JSON, "Host: " + host).status()).isEqualTo(200);
    String origin = "Origin: http://" + host;
    assertThat(send(Talk.CHAT, JSON, "Host: " + host, origin).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.com", "localhost.evil.com", "127.0.0.1.evil.com", "127.0.0.1@evil.com", "0.0.0.0",
        "169.254.169.254", "[::]", "[::ffff:127.0.0.1]", "localhost evil.com", "evil.com#localhost",
        "", "2130706433", "localhost.", "evil.com:localhost"
      })
  void withoutKeysOtherNamesAreNot(String host) throws IOException {
    open();
    for (Talk talk : Talk.values()) {
      Message answer = send(talk, JSON, "Host: " + host);
      assertThat(answer.status()).isIn(400, 403);
      assertThat(answer.text()).containsPattern("foreign_host|invalid_request");
    }
    assertThat(provider.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://evil.com",
        "https://localhost.evil.com",
        "null",
        "file://",
        "",
        "chrome-extension://abc",
        "http://127.0.0.1@evil.com",
        "localhost",
        "http://evil.com:80/localhost",
        "http://[::2]"
      })
  void withoutKeysPagesOfOtherHostsAreNot(String origin) throws IOException {
    open();
    for (Talk talk : Talk.values()) {
      Message answer = send(talk, JSON, "Host: localhost", "Origin: " + origin);
      assertThat(answer.status()).isEqualTo(403);
      assertThat(talk.codeOf(answer.json())).isEqualTo("foreign_origin");
      assertThat(answer.value("x-should-retry")).isEqualTo("false");
      assertThat(answer.field("access-control-allow-origin")).isEmpty();
    }
    assertThat(get("/v1/models", "Origin: " + origin).status()).isEqualTo(403);
    assertThat(provider.waiting()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "",
        "json",
        "application/jsonp",
        "application/json-patch+json",
        "text/plain; application/json"
      })
  void whatAPageMaySendUnaskedIsNoJson(String type) throws IOException {
    open();
    for (Talk talk : Talk.values()) {
      Message answer = send(talk, "Host: localhost", "Content-Type: " + type);
      assertThat(answer.status()).isEqualTo(415);
      assertThat(talk.codeOf(answer.json())).isEqualTo("unsupported_media_type");
    }
    assertThat(send(Talk.CHAT, "Host: localhost").status()).isEqualTo(415);
  }

  @Test
  void jsonMayNameItsCharset() throws IOException {
    open();
    String type = "Content-Type: Application/JSON ; charset=UTF-8";
    assertThat(send(Talk.CHAT, "Host: localhost", type).status()).isEqualTo(200);
  }

  @Test
  void withKeysHostAndOriginDoNotMatter() throws Exception {
    locked();
    String key = "Authorization: Bearer " + OTHER;
    Message answer =
        send(Talk.CHAT, JSON, "Host: gate.example.org", "Origin: https://evil.com", key);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(gate.record().asked().key()).isEqualTo("all");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Authorization: Bearer KEY | 200",
        "authorization: bEaReR   KEY | 200",
        "x-api-key: KEY | 200",
        "api-key: KEY | 200",
        "x-goog-api-key: KEY | 200",
        "Authorization: Bearer KEY; x-api-key: wrong | 200",
        "x-api-key: wrong; Authorization: Bearer KEY | 200",
        "Authorization: Bearer wrong; x-api-key: KEY | 401",
        "x-api-key: KEY; api-key: wrong; x-goog-api-key: wrong | 200",
        "x-api-key: wrong; api-key: KEY | 401",
        "x-goog-api-key: KEY; api-key: wrong | 401",
        "Authorization: Basic KEY | 401",
        "Authorization: KEY | 401",
        "Authorization: Bearer | 401",
        "x-api-key: KEYx | 401",
        "x-api-key: KE | 401",
        "x-api-key: | 401",
        "cookie: KEY | 401",
        "x-other: 1 | 401",
      })
  void theFirstCredentialThatIsThereDecides(String fields, int status) throws Exception {
    locked();
    String[] lines = ("Host: localhost; " + JSON + "; " + fields.replace("KEY", OTHER)).split("; ");
    for (Talk talk : Talk.values()) {
      Message answer = send(talk, lines);
      assertThat(answer.status()).isEqualTo(status);
      if (status == 401) {
        assertThat(talk.codeOf(answer.json())).isEqualTo("invalid_key");
        assertThat(answer.text()).doesNotContain("secret");
        assertThat(answer.value("x-headgate-call-id")).isNotBlank();
        assertThat(answer.value("x-should-retry")).isEqualTo("false");
      }
    }
    assertThat(gate.records()).hasSize(status == 200 ? Talk.values().length : 0);
    assertThat(get("/v1/models", lines).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/v1/chat/completions | o/m | 403 | model_not_allowed",
        "/v1/chat/completions | fist | 403 | model_not_allowed",
        "/v1/chat/completions | fast | 200 | -",
        "/v1/chat/completions | fats | 404 | unknown_model",
        "/v1/chat/completions | feature/polite | 403 | feature_not_allowed",
        "/v1/chat/completions | feature/plain | 200 | -",
        "/v1/chat/completions | FAST | 404 | unknown_model",
        "/v1/messages | a/any/thing | 200 | -",
        "/v1/messages | fast | 400 | family_mismatch",
        "/v1/messages | o/m | 403 | model_not_allowed",
      })
  void aKeyUsesWhatItsPatternsName(String path, String model, int status, String code)
      throws Exception {
    locked();
    String body = "{\"model\":\"" + model + "\",\"messages\":[]}";
    Message answer = gate.post(path, body, "x-api-key: " + WEB);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(answer.text()).contains(status == 200 ? "ok" : code).doesNotContain("fist");
    assertThat(gate.record().asked().key()).isEqualTo("web");
  }

  @Test
  void nearMatchesNameOnlyWhatTheKeyMayUse() throws Exception {
    locked();
    String body = "{\"model\":\"fust\",\"messages\":[]}";
    assertThat(gate.post(Talk.CHAT.path, body, "x-api-key: " + WEB).text())
        .contains("fast")
        .doesNotContain("fist");
    assertThat(gate.post(Talk.CHAT.path, body, "x-api-key: " + OTHER).text())
        .contains("fast")
        .contains("fist");
    String path = "/v1/features/plian/completions";
    assertThat(gate.post(path, "{}", "x-api-key: " + OTHER).text()).contains("plain");
    Message other = gate.post(path, "{}", "x-api-key: " + WEB);
    assertThat(other.status()).isEqualTo(403);
    assertThat(other.text()).doesNotContain("polite");
  }

  @Test
  void theListShowsWhatTheKeyMayUse() throws Exception {
    locked();
    String open = get("/v1/models", "x-api-key: " + OTHER).text();
    assertThat(open).contains("fast", "fist", "feature/plain", "feature/polite", "o/big", "a/m");
    String few = get("/v1/models", "x-api-key: " + WEB).text();
    assertThat(few).contains("fast", "feature/plain", "a/m");
    assertThat(few).doesNotContain("fist").doesNotContain("polite").doesNotContain("o/");
    String anthropic =
        get("/v1/models", "x-api-key: " + WEB, "anthropic-version: 2023-06-01").text();
    assertThat(anthropic).contains("has_more").contains("feature/plain").doesNotContain("fist");
  }

  private Message get(String path, String... lines) throws IOException {
    try (Wire client = Wire.connect(gate.port())) {
      boolean hosted = List.of(lines).stream().anyMatch(line -> line.startsWith("Host"));
      client.send(
          "GET %s HTTP/1.1\r\n%s%s\r\n\r\n"
              .formatted(path, hosted ? "" : "Host: localhost\r\n", String.join("\r\n", lines)));
      return Message.read(client);
    }
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void whatACallerShowsUsTravelsNoFurther(Talk talk) throws Exception {
    locked();
    gate.post(talk.path, talk.ask(false).replace("o/m", "fast"), BROUGHT);
    Message asked = provider.asked();
    assertThat(asked.everything())
        .doesNotContain("secret")
        .doesNotContain(OTHER)
        .doesNotContain("10.1.2.3")
        .doesNotContain("localhost");
    boolean vendors = !talk.isFeature();
    assertThat(asked.field("user-agent").isPresent()).isEqualTo(vendors);
    assertThat(asked.field("anthropic-beta").isPresent()).isEqualTo(vendors);
    assertThat(asked.field("authorization")).isEmpty();
    assertThat(asked.field("x-api-key").isPresent()).isEqualTo(talk == Talk.MESSAGES);
    assertThat(
            asked.fields().stream().map(Field::name).filter(each -> each.startsWith("x-headgate")))
        .containsExactly("x-headgate-hop");
    assertThat(asked.value("accept-encoding")).isEqualTo("identity");
    assertThat(asked.value("host")).isEqualTo("127.0.0.1:" + provider.port());
  }

  @ParameterizedTest
  @CsvSource({"2023-06-01,x-api-key,key-of-a", "2026-10-21,authorization,Bearer key-of-a"})
  void anthropicsVersionDecidesHowWeShowOurKey(String version, String field, String value)
      throws Exception {
    open();
    String path = Talk.MESSAGES.path + "?beta=true";
    gate.post(path, Talk.MESSAGES.ask(false), "anthropic-version: " + version);
    Message asked = provider.asked();
    assertThat(asked.path()).isEqualTo("/v1/messages?beta=true");
    assertThat(asked.value("anthropic-version")).isEqualTo(version);
    assertThat(asked.value(field)).isEqualTo(value);
    long shown = asked.fields().stream().filter(each -> each.value().contains("key-of-a")).count();
    assertThat(shown).isEqualTo(1);
  }
}
