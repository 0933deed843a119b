package dev.headgate.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever providers and clients do, each call has exactly one record, which tells what its client
/// saw and is there soon after.
@Timeout(120)
class OneRecordTest {
  private static final int CALLS = Boolean.getBoolean("headgate.long") ? 5_000 : 400;
  private static final int AT_ONCE = 40;

  @TempDir private Path directory;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void eachCallHasOneThatTellsWhatWasSeen(long seed) throws Exception {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    var turn = new AtomicInteger();
    try (var provider = new StubProvider(asked -> said(asked, seed + turn.getAndIncrement()));
        var gate =
            Gate.in(directory)
                .variable("A_KEY", "key-of-a")
                .start(
                    Talk.yaml(
                        provider.port(),
                        "retries: 1, timeouts: { total: 20s }, circuit: { enabled: false }"));
        var clients = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        var random = new Random(seed * CALLS + i);
        all.add(clients.submit(() -> call(gate, random)));
      }
      for (Future<?> each : all) {
        each.get();
      }
      Await.until("all records", () -> gate.records().size() >= CALLS);
      assertThat(gate.records()).extracting(CallRecord::id).doesNotHaveDuplicates().hasSize(CALLS);
      assertThat(gate.records())
          .extracting(each -> each.ending().outcome())
          .contains(
              Outcome.ANSWERED, Outcome.DEGRADED, Outcome.FAILED, Outcome.CUT, Outcome.ABANDONED);
      assertThat(gate.records()).allMatch(each -> each.attempts().size() <= 3);
    }
  }

  /// What a provider of moods says.
  private static String said(Message asked, long mood) {
    var random = new Random(mood * 7_919);
    pause(random.nextInt(20));
    Talk talk =
        asked.path().contains("messages")
            ? Talk.MESSAGES
            : asked.path().contains("responses") ? Talk.RESPONSES : Talk.CHAT;
    boolean stream = asked.text().contains("\"stream\":true");
    String begun = StubProvider.stream(talk.content("one") + talk.content("two"));
    String proper = stream ? begun + talk.end() : StubProvider.whole(200, talk.whole("one"));
    int most = stream ? begun.length() : proper.length(); // where it can be seen that it was cut
    return switch (random.nextInt(8)) {
      case 0 -> "";
      case 1 -> StubProvider.whole(random.nextBoolean() ? 500 : 429, "{\"error\":{}}");
      case 2 -> StubProvider.whole(400, "{\"error\":{\"message\":\"no\"}}");
      case 3, 4 -> proper.substring(0, random.nextInt(most));
      default -> proper;
    };
  }

  private static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static Void call(Gate gate, Random random) throws IOException {
    Talk talk = Talk.values()[random.nextInt(Talk.values().length)];
    boolean stream = random.nextBoolean();
    try (Wire client = Wire.connect(gate.port())) {
      client.send(Gate.request(talk.path, talk.ask(stream).getBytes(UTF_8)));
      switch (random.nextInt(6)) {
        case 0 -> pause(random.nextInt(15)); // and leaves
        case 1 -> Message.head(client);
        default -> consistent(gate, talk, stream, Message.read(client));
      }
    }
    return null;
  }

  private static Optional<CallRecord> recorded(Gate gate, String id) {
    var found = new AtomicReference<Optional<CallRecord>>(Optional.empty());
    try {
      Await.until(
          "the record of " + id,
          () -> {
            found.set(gate.records().stream().filter(each -> each.id().equals(id)).findFirst());
            return found.get().isPresent();
          });
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return found.get();
  }

  private static void consistent(Gate gate, Talk talk, boolean stream, Message answer) {
    String id = answer.value("x-headgate-call-id");
    Optional<CallRecord> record = recorded(gate, id);
    var ending = record.get().ending();
    assertThat(ending.status()).isEqualTo(answer.status());
    boolean ended = answer.text().contains(talk.lastWord());
    if (answer.status() >= 400) {
      assertThat(ending.outcome()).isEqualTo(Outcome.FAILED);
    } else if (stream && !ended) {
      assertThat(ending.outcome()).isEqualTo(Outcome.CUT);
      assertThat(answer.text()).contains("provider_failed");
    } else {
      boolean canned = answer.field("x-headgate-fallback").isPresent();
      assertThat(ending.outcome()).isEqualTo(canned ? Outcome.DEGRADED : Outcome.ANSWERED);
      // attempts that broke before may have been billed too
      assertThat(canned || record.get().usage().output() >= 7).isTrue();
    }
  }
}
