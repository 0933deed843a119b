package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Clock;
import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.ChatReading;
import dev.headgate.testkit.FakeClock;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an exchange and a source say of themselves.
class ExchangeTest extends GatewayTest {
  private static final Duration SILENCE = Duration.ofSeconds(15);
  private static final Head STREAM =
      new Head(200, List.of(new Field("content-type", "text/event-stream")));

  private final LinkedBlockingQueue<Source> sources = new LinkedBlockingQueue<>();

  @Override
  Clock clock() {
    return new FakeClock();
  }

  @Test
  void aRequestWasReceivedWhenItsFirstByteCame() throws Exception {
    gateway.handler =
        exchange -> {
          String seen = exchange.remote() + " " + exchange.received() / 1_000_000_000L;
          exchange.answer(new Head(200, List.of()), seen.getBytes());
        };
    var client = Wire.connect(gateway.port());
    for (int i = 0; i < 3; i++) {
      client.send("POST / HTTP/1.1\r\n");
      client.silentFor(200); // so that it has been seen
      ((FakeClock) clock).jump(3);
      client.send("Host: x\r\nContent-Length: 2\r\n\r\n");
      client.silentFor(200);
      ((FakeClock) clock).jump(4);
      client.send("{}");
      assertThat(client.message()).isEqualTo("127.0.0.1 " + 7 * i);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"at once", "a packet later", "never"})
  void aRenderingIsEndedExactlyOnce(String end) throws Exception {
    var rendering = new Counting();
    gateway.renderings = () -> rendering;
    var client = asks();
    var up = asked();
    up.streamHead();
    up.chunk(delta("a"));
    client.until(delta("a"));
    if (end.equals("at once")) {
      up.send(chunked(FINISH + DONE) + "0\r\n\r\n");
    } else {
      up.chunk(FINISH + DONE);
    }
    client.until("\r\n");
    assertThat(new String(client.chunks())).isEqualTo(FINISH + DONE + ": end\n\n");
    if (end.equals("a packet later")) {
      up.endChunks();
    }
    assertThat(gateway.ending()).isEqualTo("answered");
    gateway.renderings = AsItIs::new;
    client.send(MiniGateway.post("{}"));
    var next = end.equals("never") ? upstream.next() : up; // which has seen the first one's end
    next.message();
    play(client, next);
    assertThat(rendering.ends.get()).isEqualTo(1);
  }

  private static String chunked(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static final class Counting implements Tap {
    private final Tap whole = new AsItIs();
    private final AtomicInteger ends = new AtomicInteger();

    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      return whole.take(bytes, from, to, out);
    }

    @Override
    public Step end(Out out) {
      ends.incrementAndGet();
      out.write(": end\n\n".getBytes(), 0, 7);
      return Step.LAST;
    }
  }

  @Test
  void aSourceSaysWhetherASlowClientHoldsItBack() throws Exception {
    gateway.renderings = AsItIs::new;
    gateway.sources = sources::add;
    var client = Wire.slow(gateway.port());
    client.send(MiniGateway.post("{}"));
    var up = asked();
    up.streamHead();
    up.chunk(delta("a"));
    var source = sources.take();
    client.until(delta("a") + "\r\n");
    assertThat(source.paused()).isFalse();
    String event = delta("z".repeat(8000));
    var writer = Thread.ofVirtual().start(() -> stream(up, event));
    while (!source.paused()) {
      Thread.onSpinWait();
    }
    new String(client.chunks());
    writer.join();
    assertThat(source.paused()).isFalse();
  }

  private static void stream(Wire up, String event) {
    try {
      for (int i = 0; i < 4_000; i++) {
        up.chunk(event);
      }
      up.chunk(FINISH + DONE);
      up.endChunks();
    } catch (IOException gone) {
      throw new UncheckedIOException(gone);
    }
  }

  @Test
  void whatFirstFillsTheClientsBufferHoldsTheSourceBack() throws Exception {
    var seen = new AtomicInteger();
    gateway.readings = () -> new Seeing(new ChatReading(true), seen);
    gateway.renderings = AsItIs::new;
    gateway.atStart =
        exchange -> Thread.ofVirtual().start(() -> exchange.write(STREAM, new byte[8 << 20]));
    gateway.sources = sources::add;
    var client = Wire.slow(gateway.port());
    client.send(MiniGateway.post("{}"));
    var up = asked();
    client.until("\r\n\r\n"); // more has been written than anybody takes
    up.streamHead();
    up.chunk(delta("a"));
    var source = sources.take();
    Await.until("held back", source::paused);
    up.chunk(delta("b"));
    assertThat(up.silentFor(200)).isTrue();
    assertThat(source.paused()).isTrue();
    assertThat(seen.get()).isEqualTo(1);
    up.chunk(FINISH + DONE);
    up.endChunks();
    assertThat(new String(client.chunks()))
        .endsWith("\0" + delta("a") + delta("b") + FINISH + DONE);
  }

  private record Seeing(Tap reading, AtomicInteger seen) implements Tap {
    @Override
    public Step take(byte[] bytes, int from, int to, Out out) {
      seen.incrementAndGet();
      return reading.take(bytes, from, to, out);
    }

    @Override
    public Step end(Out out) {
      return reading.end(out);
    }
  }

  @Test
  void onceItsKeepAliveIsClosedNothingBeginsByItself() throws Exception {
    var waits = new LinkedBlockingQueue<Exchange>();
    gateway.handler =
        exchange -> {
          long due = clock.nanos() + SILENCE.toNanos();
          try (var _ = exchange.keepAliveAfter(SILENCE, STREAM, ": alive\n\n".getBytes())) {
            waits.add(exchange);
            while (clock.nanos() < due) {
              Thread.onSpinWait();
            }
            around(due);
          }
          boolean begun = exchange.begun();
          if (begun) {
            exchange.end("data: 1\n\n".getBytes());
          } else {
            exchange.answer(new Head(409, List.of()), new byte[0]);
          }
          gateway.endings.add(begun ? "HTTP/1.1 200 OK" : "HTTP/1.1 409 Conflict");
        };
    for (int i = 0; i < 500; i++) {
      try (Wire client = asks()) {
        waits.take();
        ((FakeClock) clock).jump(15);
        assertThat(client.until("\r\n")).isEqualTo(gateway.ending() + "\r\n");
      }
    }
  }

  /// Takes some tens of microseconds, about as many as the comment takes to the loop.
  private static void around(long seed) {
    int turns = new Random(seed).nextInt(2_000);
    for (int i = 0; i < turns; i++) {
      Thread.onSpinWait();
    }
  }
}
