package dev.headgate.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Events;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.ScriptedUpstream;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What becomes of open calls when the gate is told to go.
@Timeout(60)
class ShutdownTest {
  @TempDir private Path directory;
  private ScriptedUpstream upstream;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    upstream = new ScriptedUpstream();
  }

  @AfterEach
  void stop() throws IOException {
    upstream.close();
  }

  private Gate gate(String drain) throws IOException {
    String yaml = Talk.yaml(upstream.port(), "retries: 2").replace("drain: 0s", "drain: " + drain);
    return Gate.in(directory).variable("A_KEY", "key-of-a").start(yaml);
  }

  private static Wire asks(Gate gate, Talk talk, boolean stream) throws IOException {
    Wire client = Wire.connect(gate.port());
    client.send(Gate.request(talk.path, talk.ask(stream).getBytes(UTF_8)));
    return client;
  }

  @ParameterizedTest
  @EnumSource(Talk.class)
  void whatIsStillOpenAfterTheDrainIsToldSo(Talk talk) throws Exception {
    Gate gate = gate("0s");
    Wire streaming = asks(gate, talk, true);
    Wire provider = upstream.next();
    provider.message();
    provider.streamHead();
    provider.chunk(talk.content("begun"));
    streaming.until("begun\"");
    Wire waiting = asks(gate, talk, false);
    Wire silent = upstream.next();
    silent.message();
    Thread closing = Thread.ofVirtual().start(gate::close);

    Message answer = Message.read(waiting);
    assertThat(answer.status()).isEqualTo(503);
    assertThat(talk.codeOf(answer.json())).isEqualTo("shutting_down");
    streaming.until("\r\n");
    var error = Events.of(new String(streaming.chunks(), UTF_8)).getLast();
    assertThat(talk.codeOf(error.json())).isEqualTo("shutting_down");
    provider.rest();
    silent.rest();
    closing.join();
    assertThat(gate.records())
        .extracting(each -> each.ending().outcome())
        .containsExactlyInAnyOrder(Outcome.CUT, Outcome.FAILED);
    assertThat(gate.records()).extracting(each -> each.ending().cause()).containsOnly("shutdown");
  }

  @Test
  void whatEndsInTimeEndsWellAndNothingNewIsTaken() throws Exception {
    Gate gate = gate("20s");
    Wire client = asks(gate, Talk.CHAT, true);
    Wire provider = upstream.next();
    provider.message();
    provider.streamHead();
    provider.chunk(Talk.CHAT.content("begun"));
    client.until("begun\"");
    Thread closing = Thread.ofVirtual().start(gate::close);
    Await.until("the port to close", () -> isClosed(gate.port()));

    provider.chunk(Talk.CHAT.content("ended") + Talk.CHAT.end());
    provider.endChunks();
    assertThat(client.until("[DONE]")).contains("ended");
    long ended = System.nanoTime();
    closing.join();
    assertThat(System.nanoTime() - ended).isLessThan(5_000_000_000L);
    CallRecord record = gate.record();
    assertThat(record.ending().outcome()).isEqualTo(Outcome.ANSWERED);
  }

  private static boolean isClosed(int port) {
    try (Wire _ = Wire.connect(port)) {
      return false;
    } catch (IOException refused) {
      return true;
    }
  }
}
