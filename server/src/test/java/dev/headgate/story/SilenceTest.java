package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Events;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What happens while a provider says nothing: who is told, when, and who is let go.
@Timeout(60)
class SilenceTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(Talk.class)
  void aClientThatLeavesASilentProviderFreesItWithinHalfASecond(Talk talk) throws Exception {
    for (boolean stream : new boolean[] {false, true}) {
      try (var setting = new Setting(directory, "retries: 2")) {
        Wire client = setting.asks(talk, stream);
        Wire upstream = setting.asked();

        long left = System.nanoTime();
        client.close();
        upstream.rest();

        assertThat(System.nanoTime() - left).isLessThan(500_000_000L);
        CallRecord record = setting.gate.record();
        assertThat(record.ending().outcome()).isEqualTo(Outcome.ABANDONED);
        assertThat(record.ending().cause()).isEqualTo("client.gone");
        assertThat(record.ending().status()).isEqualTo(499);
        assertThat(record.attempts()).hasSize(1);
        assertThat(setting.upstream.nobodyCame()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void aClientHasEachEventWhileTheProviderWaits(Talk talk) throws Exception {
    try (var setting = new Setting(directory, "retries: 0")) {
      Wire client = setting.asks(talk, true);
      Wire upstream = setting.asked();
      upstream.streamHead();
      upstream.chunk(talk.content("one"));
      assertThat(client.until("one\"")).contains("200 OK").doesNotContain("two");
      upstream.chunk(talk.content("two"));
      client.until("two\"");
      client.close();
      upstream.rest();

      CallRecord record = setting.gate.record();
      assertThat(record.ending().outcome()).isEqualTo(Outcome.ABANDONED);
      assertThat(record.ending().firstTokenMillis()).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void rw17KeepAlivesComeEveryFifteenSecondsAndNameNobody(Talk talk) throws Exception {
    try (var setting = new Setting(directory, "retries: 0, timeouts: { first-token: 100s }")) {
      Wire client = setting.asks(talk, true);
      Wire upstream = setting.asked();
      setting.clock.pass(15);
      Message head = Message.head(client);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.value("content-type")).isEqualTo("text/event-stream");
      assertThat(head.field("x-headgate-provider")).isEmpty();
      assertThat(head.field("x-headgate-model")).isEmpty();
      assertThat(head.field("x-headgate-attempts")).isEmpty();
      client.until(": keep-alive\n\n");
      setting.clock.pass(15);
      client.until(": keep-alive\n\n");

      upstream.streamHead();
      upstream.chunk(talk.content("late") + talk.end());
      upstream.endChunks();
      String rest = client.until("0\r\n\r\n");
      assertThat(rest).contains("late").contains(talk.lastWord()).doesNotContain("keep-alive");
      assertThat(setting.gate.record().ending().outcome()).isEqualTo(Outcome.ANSWERED);
    }
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void rw17WhoeverWasKeptAliveInVainIsToldInTheStream(Talk talk) throws Exception {
    try (var setting = new Setting(directory, "retries: 0, timeouts: { first-token: 40s }")) {
      Wire client = setting.asks(talk, true);
      Wire upstream = setting.asked();
      setting.clock.pass(15);
      client.until(": keep-alive\n\n");
      setting.clock.pass(15);
      client.until(": keep-alive\n\n");
      setting.clock.pass(10);
      client.until("\r\n");
      String body = new String(client.chunks());
      upstream.rest();

      if (talk == Talk.FEATURE_WITH_FALLBACK) {
        assertThat(body).contains("Sorry, not now.").contains("event: end").contains("\"canned\"");
        assertThat(setting.gate.record().ending().outcome()).isEqualTo(Outcome.DEGRADED);
      } else {
        var error = Events.of(body).getLast();
        assertThat(talk.codeOf(error.json())).isEqualTo("timeout_first_token");
        assertThat(body).doesNotContain(talk.lastWord());
        assertThat(setting.gate.record().ending().outcome()).isEqualTo(Outcome.FAILED);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void aVendorsRefusalAfterKeepAlivesIsAnErrorInTheStreamAndNotLooseJson(Talk talk)
      throws Exception {
    try (var setting = new Setting(directory, "retries: 0")) {
      Wire client = setting.asks(talk, true);
      Wire upstream = setting.asked();
      setting.clock.pass(15);
      client.until(": keep-alive\n\n");
      upstream.send(
          "HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n"
              + "{\"error\":{\"message\":\"too long\"}}");
      client.until("\r\n");
      String body = new String(client.chunks());

      if (talk == Talk.FEATURE_WITH_FALLBACK) {
        assertThat(body).contains("Sorry, not now.");
      } else {
        assertThat(Events.of(body)).hasSize(1);
        assertThat(talk.codeOf(Events.of(body).getFirst().json())).isEqualTo("provider_rejected");
        assertThat(body).doesNotContain("too long");
        assertThat(setting.gate.record().ending().outcome()).isEqualTo(Outcome.FAILED);
      }
    }
  }

  @Test
  void rw17AWholeAnswerIsNotKeptAliveSoThatItsStatusStaysHonest() throws Exception {
    try (var setting = new Setting(directory, "retries: 0, timeouts: { total: 40s }")) {
      Wire client = setting.asks(Talk.CHAT, false);
      setting.asked();
      setting.clock.jump(30);
      assertThat(client.silentFor(100)).isTrue();
      setting.clock.pass(10);
      assertThat(Message.read(client).status()).isEqualTo(504);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FEATURE", "FEATURE_WITH_FALLBACK"})
  void aLongWholeAnswerThatBreaksOffBeforeTheClientSawAnyOfItIsAnsweredAsNone(Talk talk)
      throws Exception {
    try (var setting = new Setting(directory, "retries: 0")) {
      Wire client = setting.asks(talk, false);
      Wire upstream = setting.asked();
      upstream.send(
          "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n"
              + talk.whole("x".repeat(700_000)).substring(0, 600_000));
      upstream.close();
      Message answer = Message.read(client);
      CallRecord record = setting.gate.record();
      if (talk == Talk.FEATURE) {
        assertThat(answer.status()).isEqualTo(502);
        assertThat(talk.codeOf(answer.json())).isEqualTo("provider_failed");
        assertThat(record.ending().outcome()).isEqualTo(Outcome.FAILED);
      } else {
        assertThat(answer.json().get("text").asString()).isEqualTo("Sorry, not now.");
        assertThat(record.ending().outcome()).isEqualTo(Outcome.DEGRADED);
      }
      assertThat(record.ending().cause()).isEqualTo("provider.broken");
    }
  }
}
