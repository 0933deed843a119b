package dev.headgate.story;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Thousands of requests that went wrong by chance, over raw sockets.
@Timeout(900)
class MutatedRequestsTest {
  private static final int MUTATIONS = Boolean.getBoolean("headgate.long") ? 200_000 : 20_000;
  private static final int AT_ONCE = 8;

  /// A protocol that Vert.x does not know is answered in its own name.
  private static final String STATUS_LINE = "HTTP/1\\.[01] \\d{3} .*|\\S+/\\d+\\.\\d+ (400|501) .*";

  @TempDir private Path directory;
  private Guarded guarded;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    guarded = new Guarded(directory);
    gate = guarded.gate;
  }

  @AfterEach
  void stop() throws IOException {
    guarded.close();
  }

  @Test
  void thousandsOfMutatedRequestsEndProperlyAndTheGateServesOn() throws Exception {
    long before = Guarded.heap();
    var next = new AtomicInteger();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Void>> all = new ArrayList<>();
      for (int i = 0; i < AT_ONCE; i++) {
        all.add(workers.submit(worker(next)));
      }
      for (Future<Void> each : all) {
        each.get();
      }
    }
    assertThat(gate.post(Talk.CHAT.path, Talk.CHAT.ask(false)).status()).isEqualTo(200);
    assertThat(Guarded.heap() - before).isLessThan(40L << 20);
  }

  private Callable<Void> worker(AtomicInteger next) {
    return () -> {
      Wire wire = Wire.connect(gate.port());
      for (int seed = next.getAndIncrement(); seed < MUTATIONS; seed = next.getAndIncrement()) {
        var mutation = new Mutation(seed);
        if (!endsProperly(wire, mutation, seed)) {
          wire.close();
          wire = Wire.connect(gate.port());
        }
        gate.forget();
        guarded.provider.forget();
      }
      wire.close();
      return null;
    };
  }

  /// Says whether the connection is good for another request.
  private static boolean endsProperly(Wire wire, Mutation mutation, int seed) throws IOException {
    try {
      wire.send(mutation.bytes);
      if (mutation.lies) {
        wire.endSending();
      }
      Message answer = Message.read(wire);
      while (answer.status() == 100) {
        answer = Message.read(wire);
      }
      isProper(answer, seed);
      boolean closes = answer.field("connection").filter("close"::equals).isPresent();
      return !closes && !mutation.lies;
    } catch (java.net.SocketTimeoutException hangs) {
      throw new AssertionError("seed " + seed + " hangs:\n" + shown(mutation), hangs);
    } catch (AssertionError wrong) {
      throw new AssertionError("seed " + seed + ":\n" + shown(mutation), wrong);
    } catch (IOException closed) {
      assertThat(mutation.lies).as("seed %d was closed on:%n%s", seed, shown(mutation)).isTrue();
      return false;
    }
  }

  private static String shown(Mutation mutation) {
    return new String(mutation.bytes, ISO_8859_1);
  }

  private static void isProper(Message answer, int seed) {
    assertThat(answer.first()).as("seed %d", seed).matches(STATUS_LINE);
    assertThat(answer.status()).as("seed %d", seed).isNotIn(500, 502, 503, 504);
    boolean json = answer.field("content-type").orElse("").equals("application/json");
    if (answer.status() >= 400 && json) {
      assertThat(answer.json().has("error")).isTrue();
      assertThat(answer.value("x-should-retry")).isEqualTo("false");
    }
  }
}
