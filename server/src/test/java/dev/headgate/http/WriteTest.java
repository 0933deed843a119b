package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.SystemClock;
import dev.headgate.testkit.MiniGateway;
import dev.headgate.testkit.Wire;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// An answer that its handler writes itself.
class WriteTest {
  private static final Head STREAM =
      new Head(200, List.of(new Field("content-type", "text/event-stream")));

  private final LinkedBlockingQueue<String> endings = new LinkedBlockingQueue<>();
  private volatile Consumer<Exchange> handler = _ -> {};
  private Loops loops;
  private Server server;

  @BeforeEach
  void start() {
    loops = new Loops(Limits.standard());
    server =
        new Server(
            loops,
            new SystemClock(),
            Endpoint.plain("127.0.0.1", 0),
            (_, _, _, refusal) ->
                new Answer(
                    new Head(refusal.code().status(), List.of()), refusal.code().text().getBytes()),
            this::handle);
  }

  @AfterEach
  void stop() {
    server.close();
    loops.close();
  }

  private void handle(Exchange exchange) {
    try {
      handler.accept(exchange);
      endings.add("done");
    } catch (Trouble.Stopped stopped) {
      endings.add(stopped.why().code());
    }
  }

  private Wire asks() throws Exception {
    var client = Wire.slow(server.port());
    client.send(MiniGateway.post("{}"));
    return client;
  }

  private static void take(LinkedBlockingQueue<String> next) {
    try {
      next.take();
    } catch (InterruptedException unexpected) {
      throw new IllegalStateException(unexpected);
    }
  }

  @Test
  void arrivesAsItIsWritten() throws Exception {
    var next = new LinkedBlockingQueue<String>();
    handler =
        exchange -> {
          exchange.write(STREAM, "data: 1\n\n".getBytes());
          take(next);
          exchange.write(STREAM, "data: 2\n\n".getBytes());
          exchange.end("data: [DONE]\n\n".getBytes());
        };
    try (var client = asks()) {
      assertThat(client.until("data: 1\n\n")).startsWith("HTTP/1.1 200 OK");
      next.add("go");
      assertThat(client.until("0\r\n\r\n")).contains("data: 2\n\n", "data: [DONE]\n\n");
    }
  }

  @Test
  void waitsForASlowClientAndEndsWhenItLeaves() throws Exception {
    var written = new AtomicInteger();
    handler =
        exchange -> {
          for (int i = 0; i < 10_000; i++, written.incrementAndGet()) {
            exchange.write(STREAM, new byte[8_000]);
          }
        };
    var client = asks();
    client.until("\r\n\r\n");
    int before;
    do {
      before = written.get();
    } while (endings.poll(300, TimeUnit.MILLISECONDS) == null && written.get() > before);
    assertThat(written.get()).isBetween(1, 9_000);
    client.reset();
    assertThat(endings.poll(10, TimeUnit.SECONDS)).isEqualTo("client.gone");
  }

  @Test
  void hangingUpIsAnOrderlyCloseWithoutAnEnd() throws Exception {
    handler = Exchange::hangUp;
    try (var client = asks()) {
      assertThat(client.rest()).isEqualTo("<end>");
    }
    handler =
        exchange -> {
          exchange.write(STREAM, "data: 1\n\n".getBytes());
          exchange.hangUp();
        };
    try (var client = asks()) {
      assertThat(client.rest()).endsWith("data: 1\n\n\r\n<end>");
    }
  }

  @Test
  void aCutWithoutAWordIsAReset() throws Exception {
    handler =
        exchange -> {
          exchange.write(STREAM, "data: 1\n\n".getBytes());
          exchange.cut(new byte[0]);
        };
    try (var client = asks()) {
      client.until("data: 1\n\n");
      assertThat(client.rest()).endsWith("<reset>");
    }
  }

  @Test
  void aBugIsWordedIfNothingHasGoneOut() throws Exception {
    handler =
        _ -> {
          throw new IllegalStateException("a bug, planted by the test");
        };
    var lines = new ListAppender<ILoggingEvent>();
    lines.start();
    var log = (Logger) LoggerFactory.getLogger(Server.class);
    log.addAppender(lines);
    try (var client = asks()) {
      assertThat(client.until("\r\n\r\n")).startsWith("HTTP/1.1 500");
      client.until("internal_error");
    } finally {
      log.detachAppender(lines);
    }
    var line = lines.list.getFirst();
    assertThat(line.getFormattedMessage()).isEqualTo("POST /v1/chat/completions met a bug");
    assertThat(line.getThrowableProxy().getMessage()).contains("planted by the test");
    handler = _ -> {}; // which forgets its client
    try (var client = asks()) {
      client.until("internal_error");
    }
  }

  @Test
  void aBugLaterOnIsAReset() throws Exception {
    handler =
        exchange -> {
          exchange.write(STREAM, "data: 1\n\n".getBytes());
          throw new StackOverflowError("planted by the test");
        };
    try (var client = asks()) {
      client.until("data: 1\n\n");
      assertThat(client.rest()).endsWith("<reset>");
    }
  }

  @Test
  void aBugAfterTheLastWordCostsTheClientNothing() throws Exception {
    handler =
        exchange -> {
          exchange.answer(STREAM, "ok".getBytes());
          throw new IllegalStateException("a bug, planted by the test");
        };
    try (var client = asks()) {
      client.until("ok");
      client.send(MiniGateway.post("{}"));
      client.until("ok");
    }
  }
}
