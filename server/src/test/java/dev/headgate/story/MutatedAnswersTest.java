package dev.headgate.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.call.Gateway;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Events;
import dev.headgate.testkit.Events.Event;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.ScriptedUpstream;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Providers whose answers went wrong by chance: the client gets an answer, or is told that it is
/// none; a break is never shown as a clean end, and nothing of it is a bug of ours.
@Timeout(600)
class MutatedAnswersTest {
  private static final int ANSWERS = Boolean.getBoolean("headgate.long") ? 50_000 : 3_000;

  @TempDir private Path directory;
  private final ListAppender<ILoggingEvent> bugs = new ListAppender<>();

  @Test
  void whateverAProviderSaysItsClientUnderstandsUs() throws Exception {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    bugs.start();
    var log = (Logger) LoggerFactory.getLogger(Gateway.class);
    log.addAppender(bugs);
    try (var upstream = new ScriptedUpstream();
        var gate =
            Gate.in(directory)
                .variable("A_KEY", "key-of-a")
                .start(
                    Talk.yaml(
                        upstream.port(),
                        "retries: 0, timeouts: { total: 8s }, circuit: { enabled: false }"))) {
      for (int seed = 0; seed < ANSWERS; seed++) {
        answered(gate, upstream, seed);
      }
    } finally {
      log.detachAppender(bugs);
    }
    assertThat(bugs.list).isEmpty();
  }

  private static void answered(Gate gate, ScriptedUpstream upstream, int seed) throws Exception {
    var random = new Random(seed);
    Talk talk = Talk.values()[random.nextInt(Talk.values().length)];
    boolean stream = random.nextBoolean();
    byte[] said = said(talk, stream, random);
    try (Wire client = Wire.connect(gate.port())) {
      client.send(Gate.request(talk.path, talk.ask(stream).getBytes(UTF_8)));
      try (Wire provider = upstream.next()) {
        provider.message();
        provider.send(said);
      }
      understood(talk, stream, Message.read(client), gate.record());
    } catch (IOException | AssertionError | RuntimeException wrong) {
      throw new AssertionError("seed " + seed + ":\n" + new String(said, ISO_8859_1), wrong);
    }
  }

  private static byte[] said(Talk talk, boolean stream, Random random) {
    String proper =
        stream
            ? StubProvider.stream(
                String.join("", talk.preamble()) + talk.content("one") + talk.end())
            : StubProvider.whole(200, talk.whole("one"));
    int head = proper.indexOf("\r\n\r\n") + 4;
    if (random.nextInt(4) == 0) {
      return Mutation.mutated(proper.getBytes(UTF_8), random);
    }
    byte[] body = Mutation.mutated(proper.substring(head).getBytes(UTF_8), random);
    var all = new java.io.ByteArrayOutputStream();
    all.writeBytes(
        proper.substring(0, head).replaceAll("Content-Length.*\r\n", "").getBytes(UTF_8));
    all.writeBytes(body);
    return all.toByteArray();
  }

  /// As a client reads it that knows the protocol by heart.
  private static boolean ends(Talk talk, Event event) {
    String word = talk.lastWord();
    return word.equals("event: " + event.name())
        || event.data().startsWith("{\"type\":\"" + word + "\"")
        || event.data().equals(word);
  }

  private static void understood(Talk talk, boolean stream, Message answer, CallRecord record) {
    Outcome outcome = record.ending().outcome();
    assertThat(answer.status()).isNotEqualTo(500);
    if (answer.status() / 100 != 2) {
      assertThat(outcome).isEqualTo(Outcome.FAILED);
      answer.json();
    } else if (!stream) {
      assertThat(outcome).isIn(Outcome.ANSWERED, Outcome.DEGRADED);
      answer.json();
    } else if (outcome == Outcome.CUT) {
      assertThat(Events.of(answer.text())).noneMatch(each -> ends(talk, each));
      assertThat(talk.codeOf(Events.of(answer.text()).getLast().json()))
          .isEqualTo("provider_failed");
    } else {
      assertThat(outcome).isIn(Outcome.ANSWERED, Outcome.DEGRADED);
      assertThat(answer.text()).doesNotContain("provider_failed");
    }
  }
}
