package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Clock;
import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Stop;
import dev.headgate.base.Tap;
import dev.headgate.testkit.AsItIs;
import dev.headgate.testkit.ChatReading;
import dev.headgate.testkit.FakeClock;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What an exchange and a source say of themselves.
class ExchangeTest extends GatewayTest {
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
    gateway.handler =
        exchange -> {
          var origin = new Upstreams.Origin("127.0.0.1", upstream.port(), false);
          try (var source =
              gateway.upstreams.open(
                  origin,
                  exchange.request(),
                  Duration.ofSeconds(5),
                  new ChatReading(true),
                  new Stop())) {
            sources.add(source);
            exchange.end(exchange.relay(source.head(), source, new AsItIs()));
          }
        };
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
}
