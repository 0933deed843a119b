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
import dev.headgate.testkit.Canary;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Scraped;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
    Files.writeString(directory.resolve("key"), Canary.SECRETS.get(1) + "\n");
    Files.writeString(
        directory.resolve("prompt.md"),
        "---\ninputs: { q: string }\n---\n# system\n"
            + Canary.SECRETS.get(6)
            + "\n# user\n{{q}}\n");
    provider = new StubProvider(Canary::echo);
    receiver = new StubProvider(this::refuseOrTake);
    gate =
        Gate.in(directory)
            .variable("A_KEY", Canary.SECRETS.get(0))
            .variable("WEB", Canary.SECRETS.get(3))
            .variable("HTTPS_PROXY", "http://user:" + Canary.SECRETS.get(7) + "@127.0.0.1:1")
            .variable("UNRELATED", Canary.SECRETS.get(8))
            .variable("OTLP", Canary.SECRETS.get(9))
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
    return StubProvider.whole(received.incrementAndGet() % 2 == 0 ? 200 : 403, Canary.echo(sent));
  }

  private static String yaml(int port) {
    String settings = "api-key: \"${file:key}\", retries: 0, timeouts: { total: 1s }";
    return Talk.yaml(port, "retries: 0, timeouts: { total: 1s }")
            .replace(
                "/v1\", retries: 0, timeouts: { total: 1s }",
                "/v1?key=" + Canary.SECRETS.get(2) + "\", " + settings)
        + """
        models:
          fast: { targets: [o/m] }
        keys:
          web: { secret: "${WEB}" }
        """;
  }

  @Test
  void rw49NoneIsSeenWhereItDoesNotBelong() throws Exception {
    for (Function<Message, String> fault : Canary.faults()) {
      provider.answers(fault);
      everybodyAsks();
    }
    provider.close(); // and then nobody listens
    everybodyAsks();
    turnedAway();
    reloads("literal secret", yaml(1).replace("${A_KEY}", Canary.SECRETS.get(0)));
    reloads("not YAML", "providers: { a: { api-key: " + Canary.SECRETS.get(0) + " ");
    gate.become(yaml(1).replace("/v1?key=", "/v2?key="));
    records.addAll(gate.records());

    Canary.hidden("an answer", answers.toString(), Canary.SECRETS);
    Canary.hidden("a span", spans(), Canary.all());
    Canary.hidden("the call log", callLog(false), Canary.all());
    Canary.hidden("the call log for people", callLog(true), Canary.all());
    Canary.hidden("a record", records.toString(), Canary.all());
    Canary.hidden(
        "a metric", Scraped.of(gate, "application/openmetrics-text").text(), Canary.all());
    assertThat(said()).contains("refused our credential", "it answered 403");
    Canary.hidden("the log", said(), Canary.all());
    Canary.hidden("the configuration", gate.headgate().config().toString(), Canary.SECRETS);
    Canary.hidden("a thread's name", Thread.getAllStackTraces().keySet().toString(), Canary.all());
  }

  private void reloads(String problem, String yaml) throws Exception {
    gate.rewrite(yaml);
    gate.headgate().reload();
    Await.until(problem, () -> said().contains(problem));
  }

  private void everybodyAsks() throws IOException {
    String[] credentials = {
      "Authorization: Bearer " + Canary.SECRETS.get(3),
      "Cookie: s=" + Canary.SECRETS.get(4),
      "x-api-key: " + Canary.SECRETS.get(5)
    };
    for (Talk talk : Talk.values()) {
      for (boolean stream : new boolean[] {false, true}) {
        asks(talk.path, ask(talk, stream), credentials);
      }
    }
    asks(
        "/v1/embeddings",
        "{\"model\":\"o/m\",\"input\":\"" + Canary.WORDS.get(1) + "\"}",
        credentials);
    asks(
        Talk.CHAT.path,
        "{\"model\":\"feature/polite\",\"headgate\":{\"inputs\":{\"q\":\""
            + Canary.WORDS.get(0)
            + "\"}}}",
        credentials);
  }

  private static String ask(Talk talk, boolean stream) {
    String more =
        talk.isFeature()
            ? ",\"targeting_key\":\"" + Canary.WORDS.get(3) + "\""
            : ",\"user\":\""
                + Canary.WORDS.get(3)
                + "\",\""
                + Canary.WORDS.get(4)
                + "\":\""
                + Canary.WORDS.get(1)
                + "\"";
    return talk.ask(stream)
        .replace("\"inputs\":{}", "\"inputs\":{\"q\":\"" + Canary.WORDS.get(0) + "\"}")
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
    String key = "x-api-key: " + Canary.SECRETS.get(3);
    String input = Canary.WORDS.get(0);
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
      Canary.hidden("a refusal", answer.everything(), Canary.all());
    }
    for (String wrong : new String[] {Canary.SECRETS.get(3) + "x", Canary.SECRETS.get(5)}) {
      Message answer = gate.post(Talk.CHAT.path, Talk.CHAT.ask(false), "x-api-key: " + wrong);
      assertThat(answer.status()).isEqualTo(401);
      Canary.hidden("a refusal", answer.everything(), Canary.SECRETS);
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
}
