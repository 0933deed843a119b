package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is tried again, how often and when; and what never is.
@Timeout(60)
class RetriesTest {
  private static final String NO = "{\"error\":{\"message\":\"no\"}}";

  @TempDir private Path directory;

  private static String status(int status) {
    return StubProvider.whole(status, NO);
  }

  private static final String[] PASSING = {
    status(408),
    status(409),
    status(429),
    status(500),
    status(502),
    status(503),
    status(529),
    StubProvider.whole(200, "{\"error\":{\"message\":\"x\",\"code\":504}}"),
    StubProvider.whole(200, "{\"error\":{\"message\":\"x\",\"code\":\"429\"}}"),
    StubProvider.whole(200, "<html>log in</html>"),
    StubProvider.whole(200, ""),
    StubProvider.whole(200, "{}"),
    StubProvider.whole(200, "[]"),
    StubProvider.whole(200, "{\"choices\":[]}"),
    StubProvider.whole(302, "", "Location: http://127.0.0.1:1/"),
    StubProvider.stream("data: [DONE]\n\n"),
    "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{\"choi",
    "no HTTP at all\r\n\r\n",
    "",
  };

  @Test
  void whatMayPassIsTriedAsOftenAsConfiguredAndNoMore() throws Exception {
    for (String fault : PASSING) {
      try (var setting = new Setting(directory, "retries: 2")) {
        Wire client = setting.asks(Talk.CHAT, false);
        for (int i = 0; i < 3; i++) {
          Wire upstream = setting.asked();
          upstream.send(fault);
          upstream.close();
          if (i < 2) {
            setting.clock.pass(1);
          }
        }
        Message answer = Message.read(client);
        assertThat(answer.status()).as(fault).isIn(429, 502, 504);
        assertThat(answer.value("x-headgate-attempts")).isEqualTo("3");
        CallRecord record = setting.gate.record();
        assertThat(record.ending().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(record.attempts()).hasSize(3);
        assertThat(setting.upstream.nobodyCame()).isTrue();
      }
    }
  }

  @Test
  void whatMayPassInAStreamBeforeContentIsTriedAgain() throws Exception {
    String[] faults = {
      StubProvider.stream("data: {\"error\":{\"message\":\"x\"}}\n\ndata: [DONE]\n\n"),
      StubProvider.stream("data: [DONE]\n\n"),
      StubProvider.stream(""),
      StubProvider.stream("event: error\ndata: {\"message\":\"x\"}\n\n"),
      StubProvider.stream("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n"),
      StubProvider.stream("data: {\"choi"),
      StubProvider.whole(200, Talk.CHAT.whole("a JSON body to a stream")),
    };
    for (String fault : faults) {
      try (var setting = new Setting(directory, "retries: 1")) {
        Wire client = setting.asks(Talk.CHAT, true);
        Wire first = setting.asked();
        first.send(fault);
        first.close();
        setting.clock.pass(1);
        Wire second = setting.asked();
        second.send(StubProvider.stream(Talk.CHAT.content("here") + Talk.CHAT.end()));
        second.close();
        Message answer = Message.read(client);
        assertThat(answer.status()).as(fault).isEqualTo(200);
        assertThat(answer.text()).contains("here").doesNotContain("error");
      }
    }
  }

  @Test
  void nothingIsTriedAgainOnceContentWentOut() throws Exception {
    for (Talk talk : Talk.values()) {
      try (var setting = new Setting(directory, "retries: 2")) {
        Wire client = setting.asks(talk, true);
        Wire upstream = setting.asked();
        upstream.streamHead();
        upstream.chunk(talk.content("one"));
        client.until("one\"");
        upstream.reset();
        client.until("\r\n");
        String rest = new String(client.chunks(), StandardCharsets.UTF_8);
        assertThat(rest).contains("provider_failed").doesNotContain(talk.lastWord());
        CallRecord record = setting.gate.record();
        assertThat(record.ending().outcome()).isEqualTo(Outcome.CUT);
        assertThat(record.attempts()).hasSize(1);
        setting.clock.jump(20);
        assertThat(setting.upstream.nobodyCame()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 402, 403, 404, 405, 413, 422, 451})
  void whatWillNotPassIsNotTriedAgain(int status) throws Exception {
    for (Talk talk : Talk.values()) {
      try (var setting = new Setting(directory, "retries: 2")) {
        Wire client = setting.asks(talk, false);
        setting.asked().send(status(status));
        Message.read(client);
        assertThat(setting.gate.record().attempts()).hasSize(1);
        assertThat(setting.upstream.nobodyCame()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "insufficient_quota,",
    "insufficient_quota,credit_balance_exhausted",
    "insufficient_quota,organization_spend_limit_exceeded",
    "rate_limit_error,project_spend_limit_exceeded",
    ",organization_usage_limit_exceeded",
    "billing_error,",
    "rate_limit_error,enforced_spend_limit_reached",
    "rate_limit_error,contract_spend_limit_reached",
  })
  void moneyIsNotWaitedFor(String type, String code) throws Exception {
    String error =
        "{\"error\":{\"message\":\"no\",\"type\":\"%s\",\"code\":\"%s\",\"details\":{\"error_code\":\"%2$s\"}}}"
            .formatted(type, code == null ? "" : code);
    for (Talk talk : new Talk[] {Talk.CHAT, Talk.RESPONSES, Talk.MESSAGES, Talk.FEATURE}) {
      try (var setting = new Setting(directory, "retries: 2")) {
        Wire client = setting.asks(talk, false);
        setting.asked().send(StubProvider.whole(429, error, "Retry-After: 1"));
        Message answer = Message.read(client);
        assertThat(answer.status()).isEqualTo(503);
        assertThat(talk.codeOf(answer.json())).isEqualTo("provider_out_of_credit");
        assertThat(answer.value("x-should-retry")).isEqualTo("false");
        assertThat(answer.field("retry-after")).isEmpty();
        assertThat(setting.upstream.nobodyCame()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"2,2000", "1.5,1500", "10,10000"})
  void rw29TheProvidersWaitIsKept(String retryAfter, long millis) throws Exception {
    try (var setting = new Setting(directory, "retries: 1")) {
      Wire client = setting.asks(Talk.CHAT, false);
      setting.asked().send(StubProvider.whole(429, NO, "Retry-After: " + retryAfter));
      assertThat(setting.clock.millisUntilDue(15)).isEqualTo(millis);
      setting.clock.pass(11);
      setting.asked().send(StubProvider.whole(200, Talk.CHAT.whole("after all")));
      assertThat(Message.read(client).text()).contains("after all");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "abc", "", "Wed, 25 Nov 2015 10:00:00 GMT", "1e-2147483647"})
  void rw29AnUnreadableWaitIsOrdinaryBackOff(String retryAfter) throws Exception {
    try (var setting = new Setting(directory, new Random(3), "retries: 1")) {
      Wire client = setting.asks(Talk.CHAT, false);
      setting
          .asked()
          .send(
              StubProvider.whole(
                  503, NO, "Retry-After: " + retryAfter, "Retry-After-Ms: " + retryAfter));
      assertThat(setting.clock.millisUntilDue(1)).isEqualTo(1 + new Random(3).nextLong(500));
      setting.clock.pass(1);
      setting.asked().send(StubProvider.whole(200, Talk.CHAT.whole("after all")));
      assertThat(Message.read(client).text()).contains("after all");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"11|11", "3600|60", "Fri, 31 Dec 9999 23:59:59 GMT|60", "99999999999999999999|60"})
  void rw29ALongWaitIsTheClientsAffairAndCapped(String retryAfter, String told) throws Exception {
    try (var setting = new Setting(directory, "retries: 2")) {
      Wire client = setting.asks(Talk.CHAT, false);
      setting.asked().send(StubProvider.whole(429, NO, "Retry-After: " + retryAfter));
      Message answer = Message.read(client);
      assertThat(answer.status()).isEqualTo(429);
      assertThat(Talk.CHAT.codeOf(answer.json())).isEqualTo("provider_rate_limited");
      assertThat(answer.value("x-should-retry")).isEqualTo("true");
      assertThat(answer.value("retry-after")).isEqualTo(told);
      assertThat(setting.upstream.nobodyCame()).isTrue();
    }
  }

  @Test
  void rw29NobodyWaitsBeyondTotal() throws Exception {
    try (var setting = new Setting(directory, "retries: 2, timeouts: { total: 5s }")) {
      Wire client = setting.asks(Talk.CHAT, false);
      setting.asked().send(StubProvider.whole(429, NO, "Retry-After: 2"));
      setting.clock.pass(2);
      setting.asked().send(StubProvider.whole(429, NO, "Retry-After: 4"));
      Message answer = Message.read(client);
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.value("retry-after")).isEqualTo("4");
      assertThat(setting.gate.record().attempts()).hasSize(2);
    }
  }

  @Test
  void aClientThatLeavesDuringTheBackOffIsNotTriedFor() throws Exception {
    try (var setting = new Setting(directory, "retries: 2")) {
      Wire client = setting.asks(Talk.CHAT, false);
      setting.asked().send(StubProvider.whole(429, NO, "Retry-After: 9"));
      setting.clock.millisUntilDue(9);
      client.close();
      CallRecord record = setting.gate.record();
      assertThat(record.ending().outcome()).isEqualTo(Outcome.ABANDONED);
      assertThat(record.attempts()).hasSize(1);
      setting.clock.jump(20);
      assertThat(setting.upstream.nobodyCame()).isTrue();
    }
  }

  @Test
  void totalEndsABackOffAsATimeout() throws Exception {
    try (var setting = new Setting(directory, "retries: 2, timeouts: { total: 9s }")) {
      Wire client = setting.asks(Talk.CHAT, false);
      Wire upstream = setting.asked();
      setting.clock.jump(2);
      upstream.send(StubProvider.whole(429, NO, "Retry-After: 6"));
      assertThat(setting.clock.millisUntilDue(6)).isEqualTo(6_000);
      setting.clock.pass(7); // both are due at once: the wait first, then total
      Message answer = Message.read(client);
      assertThat(answer.status()).isEqualTo(504);
      assertThat(Talk.CHAT.codeOf(answer.json())).isEqualTo("timeout_total");
    }
  }

  @Test
  void aConnectionThatWasClosedUnnoticedIsReplacedAtOnceAndCostsNoRetry() throws Exception {
    try (var setting = new Setting(directory, "retries: 0");
        Wire client = Wire.connect(setting.gate.port())) {
      byte[] request = Gate.request(Talk.CHAT.path, Talk.CHAT.ask(false).getBytes());
      client.send(request);
      Wire old = setting.asked();
      old.json(Talk.CHAT.whole("first"));
      assertThat(Message.read(client).text()).contains("first");

      client.send(request);
      old.message();
      old.close(); // without a byte of an answer
      Wire fresh = setting.asked();
      fresh.json(Talk.CHAT.whole("second"));
      Message answer = Message.read(client);
      assertThat(answer.text()).contains("second");
      assertThat(answer.value("x-headgate-attempts")).isEqualTo("2");
    }
  }

  @Test
  void aNewConnectionThatClosesIsAFaultAndNotStale() throws Exception {
    try (var setting = new Setting(directory, "retries: 0")) {
      Wire client = setting.asks(Talk.CHAT, false);
      setting.asked().close();
      assertThat(Message.read(client).status()).isEqualTo(502);
      assertThat(setting.gate.record().ending().cause()).isEqualTo("provider.broken");
      assertThat(setting.upstream.nobodyCame()).isTrue();
    }
  }
}
