package dev.headgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.base.Secret;
import dev.headgate.base.Share;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.telemetry.OtelConfig.GenAi;
import dev.headgate.telemetry.OtelConfig.Preset;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.FakeClock;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.OtlpReceiver;
import dev.headgate.testkit.SomeCall;
import dev.headgate.testkit.StubProvider;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/// Spans on their way to a receiver that is not as it should be.
@Timeout(60)
class SpanQueueTest {
  private static final String CANARY = "kq0x-token-of-a-receiver";
  private static final CallRecord CALL = SomeCall.ended(Outcome.FAILED, 5, null); // two spans

  private final FakeClock clock = new FakeClock();
  private final Logger logger = (Logger) LoggerFactory.getLogger(SpanQueue.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<String> chatter = new CopyOnWriteArrayList<>();
  private final Handler listening =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          chatter.add(record.getLoggerName() + ": " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    log.start();
    logger.addAppender(log);
    java.util.logging.Logger.getLogger("").addHandler(listening);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    java.util.logging.Logger.getLogger("").removeHandler(listening);
  }

  private Traces traces(int port) {
    var config =
        new OtelConfig(
            URI.create("http://127.0.0.1:" + port),
            Map.of("authorization", new Secret("Bearer " + CANARY)),
            Preset.OTLP,
            Share.ALL,
            true,
            GenAi.STABLE);
    return new Traces(config, "1", new TraceSetting(Map.of(), Map.of()), clock);
  }

  private static StubProvider receiver(Function<Message, String> answers) throws IOException {
    return new StubProvider(answers);
  }

  private List<String> said() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void manySpansGoWithOneRequest() throws Exception {
    try (var receiver = new OtlpReceiver();
        var traces = traces(URI.create(receiver.url()).getPort())) {
      for (int i = 0; i < 200; i++) {
        traces.accept(CALL);
      }

      assertThat(receiver.spans(400)).hasSize(400);
      assertThat(traces.dropped()).isZero();
      assertThat(traces.failures()).isZero();
    }
  }

  @Test
  void rw49ARefusalIsCountedAndSaidOnceAMinuteWithoutWhatTheReceiverSays() throws Exception {
    try (var receiver = receiver(asked -> StubProvider.whole(401, asked.everything()));
        var traces = traces(receiver.port())) {
      for (int failures = 1; failures <= 3; failures++) {
        int so = failures;
        traces.accept(CALL);
        Await.until("a failure", () -> traces.failures() == so && traces.dropped() == so);
        clock.jump(failures == 1 ? 59 : 1);
      }

      assertThat(said())
          .containsExactly(
              "Spans do not reach 127.0.0.1:"
                  + receiver.port()
                  + ": it answered 401; calls lost so far: 1",
              "Spans do not reach 127.0.0.1:"
                  + receiver.port()
                  + ": it answered 401; calls lost so far: 3");
      assertThat(chatter).noneMatch(line -> line.startsWith("io.opentelemetry"));
      assertThat(said().toString() + chatter).doesNotContain(CANARY);
    }
  }

  @Test
  void aReceiverThatHangsHoldsUpNobodyAndWhatFindsNoPlaceIsDropped() throws Exception {
    var hung = new CountDownLatch(1);
    try (var receiver = receiver(_ -> forever(hung))) {
      Traces traces = traces(receiver.port());
      for (int i = 0; i < 10_000; i++) {
        traces.accept(CALL);
      }
      long held = 10_000 - traces.dropped();
      long began = System.nanoTime();
      traces.close();

      assertThat(held).isBetween(8_192L, 8_192L + 256);
      assertThat((System.nanoTime() - began) / 1_000_000).isBetween(0L, 5_000L);
      assertThat(said().getFirst()).contains("it takes them too slowly");
    } finally {
      hung.countDown();
    }
  }

  private static String forever(CountDownLatch hung) {
    try {
      hung.await();
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
    return "";
  }

  @Test
  void nothingIsTakenOnceItIsClosed() {
    Traces traces = traces(1);
    traces.close();
    traces.accept(CALL);

    assertThat(traces.dropped()).isEqualTo(1);
  }
}
