package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Events;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// The four deadlines, on every surface, streamed and whole.
@Timeout(60)
class DeadlinesTest {
  /// More, at 50 KB each, than the sockets on the way take.
  private static final int EVENTS = 400;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(value = Talk.class, mode = Mode.EXCLUDE, names = "FEATURE_WITH_FALLBACK")
  void onlyContentMeetsTheFirstTokenDeadline(Talk talk) throws Exception {
    try (var setting = new Setting(directory, "retries: 0, timeouts: { first-token: 9s }")) {
      Wire client = setting.asks(talk, true);
      Wire upstream = setting.asked();
      upstream.streamHead();
      for (String event : talk.preamble()) {
        setting.clock.jump(1);
        upstream.chunk(event);
      }
      assertThat(client.silentFor(50)).isTrue();
      setting.clock.jump(5);
      upstream.rest();
      timedOut(talk, Message.read(client), "timeout_first_token");
      ended(setting, Outcome.FAILED, "timeout.first-token", 504);
    }
  }

  @Test
  void theCannedAnswerStandsInForAFirstTokenThatDoesNotCome() throws Exception {
    try (var setting = new Setting(directory, "retries: 0, timeouts: { first-token: 9s }")) {
      Wire client = setting.asks(Talk.FEATURE_WITH_FALLBACK, true);
      setting.asked();
      setting.clock.pass(9);
      Message answer = Message.read(client);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.value("x-headgate-fallback")).isEqualTo("canned");
      var end = Events.of(answer.text()).getLast().json();
      assertThat(end.get("fallback").asString()).isEqualTo("canned");
      ended(setting, Outcome.DEGRADED, "timeout.first-token", 200);
    }
  }

  @Test
  void anAttemptThatMissesTheFirstTokenIsRepeatedWithinThePlan() throws Exception {
    try (var setting = new Setting(directory, "retries: 1, timeouts: { first-token: 9s }")) {
      Wire client = setting.asks(Talk.CHAT, true);
      Wire first = setting.asked();
      setting.clock.pass(9);
      first.rest();
      setting.clock.pass(1); // the back-off is half a second at most
      Wire second = setting.asked();
      second.streamHead();
      second.chunk(Talk.CHAT.content("second") + Talk.CHAT.end());
      second.endChunks();
      Message answer = Message.read(client);
      assertThat(answer.text()).contains("second").contains("[DONE]");
      assertThat(answer.value("x-headgate-attempts")).isEqualTo("2");
      assertThat(setting.gate.record().attempts()).hasSize(2);
    }
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void onlyContentResetsTheIdleDeadlineOfAStream(Talk talk) throws Exception {
    try (var setting = new Setting(directory, "retries: 2, timeouts: { idle: 10s }")) {
      Wire client = setting.asks(talk, true);
      Wire upstream = setting.asked();
      upstream.streamHead();
      upstream.chunk(talk.content("one"));
      client.until("one\"");
      setting.clock.jump(8);
      upstream.chunk(talk.content("two"));
      client.until("two\"");
      for (String event : talk.preamble()) {
        setting.clock.jump(1);
        upstream.chunk(event);
      }
      setting.clock.jump(5);
      setting.clock.jump(2); // the deadline is looked at where it was, and then where it is
      upstream.rest();
      client.until("\r\n");
      String body = new String(client.chunks(), StandardCharsets.UTF_8);
      var error = Events.of(body).getLast();
      assertThat(talk.codeOf(error.json())).isEqualTo("timeout_idle");
      assertThat(body).doesNotContain(talk.lastWord());
      ended(setting, Outcome.CUT, "timeout.idle", 200);
      assertThat(setting.upstream.nobodyCame()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(value = Talk.class, mode = Mode.EXCLUDE, names = "FEATURE_WITH_FALLBACK")
  void aWholeAnswerMayNotPauseBetweenItsBytes(Talk talk) throws Exception {
    try (var setting = new Setting(directory, "retries: 0, timeouts: { idle: 10s }")) {
      Wire client = setting.asks(talk, false);
      Wire upstream = setting.asked();
      setting.clock.jump(30); // until the first byte only `total` counts
      upstream.send(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
              + "{\"choices\":");
      setting.clock.pass(10);
      setting.clock.jump(10); // the bytes may have come in between
      upstream.rest();
      timedOut(talk, Message.read(client), "timeout_idle");
      ended(setting, Outcome.FAILED, "timeout.idle", 504);
    }
  }

  @ParameterizedTest
  @EnumSource(value = Talk.class, mode = Mode.EXCLUDE, names = "FEATURE_WITH_FALLBACK")
  void totalEndsASilentCallWithoutAnotherAttempt(Talk talk) throws Exception {
    for (boolean stream : new boolean[] {false, true}) {
      try (var setting = new Setting(directory, "retries: 2, timeouts: { total: 14s }")) {
        Wire client = setting.asks(talk, stream);
        Wire upstream = setting.asked();
        setting.clock.pass(14);
        upstream.rest();
        timedOut(talk, Message.read(client), "timeout_total");
        ended(setting, Outcome.FAILED, "timeout.total", 504);
        assertThat(setting.upstream.nobodyCame()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void totalCutsAStreamThatGoesOnAndOn(Talk talk) throws Exception {
    try (var setting = new Setting(directory, "retries: 2, timeouts: { total: 30s }")) {
      Wire client = setting.asks(talk, true);
      Wire upstream = setting.asked();
      upstream.streamHead();
      for (int i = 0; i < 3; i++) {
        upstream.chunk(talk.content("word" + i));
        client.until("word" + i);
        setting.clock.jump(10);
      }
      client.until("\r\n"); // of the chunk
      String rest = new String(client.chunks(), StandardCharsets.UTF_8);
      assertThat(talk.codeOf(Events.of(rest).getLast().json())).isEqualTo("timeout_total");
      assertThat(rest).doesNotContain(talk.lastWord());
      upstream.rest();
      ended(setting, Outcome.CUT, "timeout.total", 200);
    }
  }

  @Test
  void aClientMayLowerTotalAndNotRaiseIt() throws Exception {
    try (var setting = new Setting(directory, "retries: 0, timeouts: { total: 20s }")) {
      Wire lower = setting.asks(Talk.CHAT, false, "x-headgate-timeout-ms: 3000");
      setting.asked();
      Wire higher = setting.asks(Talk.CHAT, false, "x-headgate-timeout-ms: 60000");
      setting.asked();
      setting.clock.pass(3);
      timedOut(Talk.CHAT, Message.read(lower), "timeout_total");
      setting.clock.pass(17);
      timedOut(Talk.CHAT, Message.read(higher), "timeout_total");
      Wire odd = setting.asks(Talk.CHAT, false, "x-headgate-timeout-ms: soon");
      assertThat(Message.read(odd).status()).isEqualTo(400);
    }
  }

  @Test
  void aProviderThatAcceptsNobodyMissesConnect() throws Exception {
    var full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    var waiting = new ArrayList<Socket>();
    for (int i = 0; i < 4; i++) { // more than its queue takes
      var socket = new Socket();
      waiting.add(socket);
      Thread.ofVirtual().start(() -> connect(socket, full.getLocalPort()));
    }
    String yaml = Talk.yaml(full.getLocalPort(), "retries: 0, timeouts: { connect: 300ms }");
    java.nio.file.Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    try (var gate = Gate.in(directory).variable("A_KEY", "key-of-a").start(yaml)) {
      Await.until("a full queue", () -> waiting.stream().filter(Socket::isConnected).count() >= 2);
      Message answer = gate.post(Talk.CHAT.path, Talk.CHAT.ask(true));
      timedOut(Talk.CHAT, answer, "timeout_connect");
      assertThat(gate.record().ending().cause()).isEqualTo("timeout.connect");
    } finally {
      full.close();
      for (Socket each : waiting) {
        each.close();
      }
    }
  }

  private static void connect(Socket socket, int port) {
    try {
      socket.connect(new InetSocketAddress("127.0.0.1", port));
    } catch (java.io.IOException closed) {
      // the test is over
    }
  }

  @Test
  void aReaderThatTakesNothingIsNotTheProvidersSilence() throws Exception {
    try (var setting = new Setting(directory, "retries: 0, timeouts: { idle: 10s, total: 10m }")) {
      Wire client = Wire.slow(setting.gate.port());
      client.send(Gate.request(Talk.CHAT.path, Talk.CHAT.ask(true).getBytes()));
      Wire upstream = setting.asked();
      upstream.streamHead();
      var sent = new AtomicLong();
      Thread writer = Thread.ofVirtual().start(() -> write(upstream, sent));
      standsStill(sent);
      for (int i = 0; i < 5; i++) {
        setting.clock.pass(10);
      }
      Message answer = Message.read(client);
      writer.join();
      assertThat(Events.of(answer.text())).hasSize(EVENTS + 2);
      assertThat(setting.gate.record().ending().outcome()).isEqualTo(Outcome.ANSWERED);
      client.close();
    }
  }

  private static void write(Wire upstream, AtomicLong sent) {
    try {
      String event = Talk.CHAT.content("x".repeat(50_000));
      for (int i = 0; i < EVENTS; i++) {
        upstream.chunk(event);
        sent.incrementAndGet();
      }
      upstream.chunk(Talk.CHAT.end());
      upstream.endChunks();
    } catch (java.io.IOException cut) {
      sent.set(-1);
    }
  }

  private static void standsStill(AtomicLong count) throws InterruptedException {
    for (long last = -1; last != count.get(); Thread.sleep(200)) {
      last = count.get();
    }
    assertThat(count.get()).isLessThan(EVENTS);
  }

  private static void timedOut(Talk talk, Message answer, String code) {
    assertThat(answer.status()).isEqualTo(504);
    assertThat(talk.codeOf(answer.json())).isEqualTo(code);
    assertThat(answer.value("x-should-retry")).isEqualTo("false");
    assertThat(answer.field("retry-after")).isEmpty();
  }

  private static void ended(Setting setting, Outcome outcome, String cause, int status)
      throws InterruptedException {
    CallRecord record = setting.gate.record();
    assertThat(record.ending().outcome()).isEqualTo(outcome);
    assertThat(record.ending().cause()).isEqualTo(cause);
    assertThat(record.ending().status()).isEqualTo(status);
    assertThat(setting.gate.records()).isEmpty();
  }
}
