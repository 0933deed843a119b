package dev.headgate.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.record.CallRecord;
import dev.headgate.telemetry.CallLog;
import dev.headgate.telemetry.Lines;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Scraped;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A canary sits in every place where a secret, a prompt or a person's words can stand; none may be
/// seen where it does not belong.
@Timeout(120)
class CanaryTest {
  /// Known to the gate and its providers alone: in no output at all.
  private static final List<String> SECRETS =
      List.of(
          "kq1x-key-from-the-environment",
          "kq2x-key-from-a-file",
          "kq3x-key-in-a-query",
          "kq4x-application-key",
          "kq5x-session-cookie",
          "kq6x-second-credential",
          "kq7x-word-in-a-prompt",
          "kq8x-proxy-password",
          "kq9x-unrelated-variable",
          "kq0x-token-of-a-receiver");

  /// A caller's or a model's words: in the answer perhaps, but in no log and no record.
  private static final List<String> WORDS =
      List.of("zw1x-input", "zw2x-message", "zw3x-completion", "zw4x-targeting-key", "zw5x-member");

  @TempDir private Path directory;
  private StubProvider provider;
  private StubProvider receiver; // of spans
  private Gate gate;
  private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final StringBuilder answers = new StringBuilder();
  private final StringBuffer spans = new StringBuffer();
  private final AtomicInteger received = new AtomicInteger();
  private final List<CallRecord> records = new ArrayList<>();

  @BeforeEach
  void start() throws IOException {
    log.start();
    root.getLoggerContext().getLoggerList().forEach(each -> each.setLevel(Level.DEBUG));
    root.detachAndStopAllAppenders();
    root.addAppender(log);
    root.setLevel(Level.DEBUG);
    Files.writeString(directory.resolve("key"), SECRETS.get(1) + "\n");
    Files.writeString(
        directory.resolve("prompt.md"),
        "---\ninputs: { q: string }\n---\n# system\n" + SECRETS.get(6) + "\n# user\n{{q}}\n");
    provider = new StubProvider(CanaryTest::echo);
    receiver = new StubProvider(this::refuseOrTake);
    gate =
        Gate.in(directory)
            .variable("A_KEY", SECRETS.get(0))
            .variable("WEB", SECRETS.get(3))
            .variable("HTTPS_PROXY", "http://user:" + SECRETS.get(7) + "@127.0.0.1:1")
            .variable("UNRELATED", SECRETS.get(8))
            .variable("OTLP", SECRETS.get(9))
            .start(yaml(provider.port()) + otel());
  }

  @AfterEach
  void stop() throws Exception {
    gate.close();
    provider.close();
    receiver.close();
    root.getLoggerContext().reset();
    new ContextInitializer(root.getLoggerContext()).autoConfig();
  }

  private String otel() {
    return "otel: { endpoint: \"http://127.0.0.1:%d/otlp\", sample: 100%%, preset: langfuse, headers: { x: \"k ${OTLP}\" } }\n"
        .formatted(receiver.port());
  }

  /// Takes every other request, and is too talkative about the rest.
  private String refuseOrTake(Message sent) {
    spans.append(sent.text());
    return StubProvider.whole(received.incrementAndGet() % 2 == 0 ? 200 : 403, echo(sent));
  }

  private static String yaml(int port) {
    String settings = "api-key: \"${file:key}\", retries: 0, timeouts: { total: 1s }";
    return Talk.yaml(port, "retries: 0, timeouts: { total: 1s }")
            .replace(
                "/v1\", retries: 0, timeouts: { total: 1s }",
                "/v1?key=" + SECRETS.get(2) + "\", " + settings)
        + """
        models:
          fast: { targets: [o/m] }
        keys:
          web: { secret: "${WEB}" }
        """;
  }

  /// Repeats all it was sent, in every spelling.
  private static String echo(Message asked) {
    String all = asked.everything();
    return all
        + URLEncoder.encode(all, UTF_8)
        + base64(all)
        + SECRETS.subList(0, 3).stream().map(CanaryTest::base64).toList();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private static String quoted(String text) {
    return new tools.jackson.databind.json.JsonMapper().writeValueAsString(text);
  }

  private static String error(Message asked) {
    return "{\"error\":{\"message\":" + quoted(echo(asked)) + ",\"type\":\"x\",\"code\":\"y\"}}";
  }

  private static String field(String name, Message asked) {
    return name + ": " + echo(asked).replaceAll("\\s", " ");
  }

  /// What providers did that were too talkative.
  private static List<Function<Message, String>> faults() {
    List<Function<Message, String>> all = new ArrayList<>();
    for (int status : new int[] {400, 401, 402, 403, 404, 413, 422, 429, 500, 503}) {
      all.add(asked -> StubProvider.whole(status, error(asked), field("X-Echo", asked)));
      all.add(asked -> StubProvider.whole(status, "<html>" + echo(asked) + "</html>"));
    }
    all.add(asked -> StubProvider.whole(200, error(asked)));
    all.add(asked -> StubProvider.whole(302, echo(asked), field("Location", asked)));
    all.add(asked -> StubProvider.stream("data: " + error(asked) + "\n\n"));
    all.add(
        asked -> "HTTP/1.1 200 " + echo(asked).replaceAll("\\s", " ") + "\r\n\r\n" + echo(asked));
    all.add(asked -> echo(asked));
    all.add(_ -> "");
    for (Talk talk : Talk.values()) {
      all.add(asked ->
          StubProvider.stream(
              talk.content(WORDS.get(2)) + "event: error\ndata: " + error(asked) + "\n\n"));
      all.add(asked -> StubProvider.whole(200, talk.whole(WORDS.get(2)), field("X-Echo", asked)));
      all.add(_ -> StubProvider.stream(talk.content(WORDS.get(2)) + talk.end()));
    }
    return all;
  }

  @Test
  void rw49NoneIsSeenWhereItDoesNotBelong() throws Exception {
    for (Function<Message, String> fault : faults()) {
      provider.answers(fault);
      everybodyAsks();
    }
    provider.close(); // and then nobody listens
    everybodyAsks();
    turnedAway();
    reloads("literal secret", yaml(1).replace("${A_KEY}", SECRETS.get(0)));
    reloads("not YAML", "providers: { a: { api-key: " + SECRETS.get(0) + " ");
    gate.become(yaml(1).replace("/v1?key=", "/v2?key="));
    records.addAll(gate.records());

    hidden("an answer", answers.toString(), SECRETS);
    hidden("a span", spans(), all());
    hidden("the call log", callLog(false), all());
    hidden("the call log for people", callLog(true), all());
    hidden("a record", records.toString(), all());
    hidden("a metric", Scraped.of(gate, "application/openmetrics-text").text(), all());
    assertThat(said()).contains("refused our credential", "it answered 403");
    hidden("the log", said(), all());
    hidden("the configuration", gate.headgate().config().toString(), SECRETS);
    hidden("a thread's name", Thread.getAllStackTraces().keySet().toString(), all());
  }

  private void reloads(String problem, String yaml) throws Exception {
    gate.rewrite(yaml);
    gate.headgate().reload();
    Await.until(problem, () -> said().contains(problem));
  }

  private void everybodyAsks() throws IOException {
    String[] credentials = {
      "Authorization: Bearer " + SECRETS.get(3),
      "Cookie: s=" + SECRETS.get(4),
      "x-api-key: " + SECRETS.get(5)
    };
    for (Talk talk : Talk.values()) {
      for (boolean stream : new boolean[] {false, true}) {
        asks(talk.path, ask(talk, stream), credentials);
      }
    }
    asks("/v1/embeddings", "{\"model\":\"o/m\",\"input\":\"" + WORDS.get(1) + "\"}", credentials);
    asks(
        Talk.CHAT.path,
        "{\"model\":\"feature/polite\",\"headgate\":{\"inputs\":{\"q\":\"" + WORDS.get(0) + "\"}}}",
        credentials);
  }

  private static String ask(Talk talk, boolean stream) {
    String more =
        talk.isFeature()
            ? ",\"targeting_key\":\"" + WORDS.get(3) + "\""
            : ",\"user\":\""
                + WORDS.get(3)
                + "\",\""
                + WORDS.get(4)
                + "\":\""
                + WORDS.get(1)
                + "\"";
    return talk.ask(stream)
        .replace("\"inputs\":{}", "\"inputs\":{\"q\":\"" + WORDS.get(0) + "\"}")
        .replaceAll("}$", more + "}");
  }

  private void asks(String path, String body, String... fields) throws IOException {
    try (Wire client = Wire.connect(gate.port())) {
      client.send(Gate.request(path, body.getBytes(UTF_8), fields));
      answers.append(Message.read(client).everything()).append((char) 10);
    }
  }

  /// Refusals of our own, which must not repeat what they refuse.
  private void turnedAway() throws IOException {
    String key = "x-api-key: " + SECRETS.get(3);
    String input = WORDS.get(0);
    for (String body :
        new String[] {
          "{\"inputs\":{\"q\":{\"a\":\"" + input + "\"}}}",
          "{\"inputs\":\"" + input + "\"}",
          "{\"inputs\":{\"q\":\"" + input + "\"},\"targeting_key\":[\"" + input + "\"]}",
          "{\"inputs\":{\"q\":\"" + input + "\"},\"messages\":[\"" + input + "\"]}",
          "{\"inputs\":{\"q\":\"" + input,
        }) {
      Message answer = gate.post(Talk.FEATURE.path, body, key);
      assertThat(answer.status()).isEqualTo(400);
      hidden("a refusal", answer.everything(), all());
    }
    for (String wrong : new String[] {SECRETS.get(3) + "x", SECRETS.get(5)}) {
      Message answer = gate.post(Talk.CHAT.path, Talk.CHAT.ask(false), "x-api-key: " + wrong);
      assertThat(answer.status()).isEqualTo(401);
      hidden("a refusal", answer.everything(), SECRETS);
    }
  }

  private String callLog(boolean forPeople) {
    var out = new ByteArrayOutputStream();
    try (var lines = new Lines(out)) {
      records.forEach(new CallLog(lines, forPeople));
    }
    assertThat(out.size()).isGreaterThan(10_000);
    return out.toString(UTF_8);
  }

  /// The bodies of all that the receiver was sent, once it has heard of the last call.
  private String spans() throws InterruptedException {
    String last = records.getLast().id();
    Await.until("the last span", () -> spans.toString().contains(last));
    assertThat(spans).contains("headgate.call.id", "langfuse.observation.type", "o/m");
    return spans.toString();
  }

  private String said() {
    var all = new StringBuilder();
    for (ILoggingEvent event : List.copyOf(log.list)) {
      all.append(event.getLoggerName()).append(' ').append(event.getFormattedMessage());
      if (event.getThrowableProxy() != null) {
        all.append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      all.append('\n');
    }
    return all.toString();
  }

  private static List<String> all() {
    var all = new ArrayList<>(SECRETS);
    all.addAll(WORDS);
    return all;
  }

  /// In no spelling, and not even its beginning.
  private static void hidden(String where, String text, List<String> canaries) {
    for (String canary : canaries) {
      for (String spelling :
          List.of(canary.substring(0, 8), URLEncoder.encode(canary, UTF_8), base64(canary))) {
        int at = text.indexOf(spelling);
        String around =
            at < 0 ? "" : text.substring(Math.max(0, at - 300), Math.min(text.length(), at + 100));
        assertThat(around).as("%s in %s", canary, where).isEmpty();
      }
    }
  }
}
