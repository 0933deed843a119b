package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Certificate;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// The files of the certificate change while clients come and go.
@Timeout(60)
class CertificatesTest {
  private static final String YAML =
      """
      server:
        port: 0
        drain: 0s
        tls: { certificate: cert.pem, key: key.pem }
      """;
  private static final String ASK = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";

  @TempDir private Path directory;

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.headgate.Reload");

  @BeforeEach
  void listen() {
    log.start();
    log.list = new CopyOnWriteArrayList<>();
    logger.setAdditive(false);
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(log);
    logger.setLevel(Level.OFF);
    logger.setAdditive(true);
  }

  private Gate start() throws IOException {
    return Gate.in(directory).variable("OPENAI_API_KEY", "k").start(YAML);
  }

  private static int ask(Wire client) throws IOException {
    client.send(ASK);
    return Message.read(client).status();
  }

  private static int ask(Gate gate, Certificate believed) throws Exception {
    try (Wire client = Wire.secure(gate.port(), believed.client())) {
      return ask(client);
    }
  }

  private boolean said(Level level, String text) {
    return log.list.stream()
        .anyMatch(each -> each.getLevel() == level && each.getFormattedMessage().contains(text));
  }

  @Test
  void aNewPairIsShownToNewClientsAndOldConnectionsStay() throws Exception {
    var old = new Certificate("localhost");
    var next = new Certificate("localhost");
    old.write(directory);
    try (var gate = start();
        var early = Wire.secure(gate.port(), old.client())) {
      assertThat(ask(early)).isEqualTo(200);

      next.write(directory);
      Await.until("the new certificate", () -> said(Level.INFO, "took over"));

      assertThat(ask(gate, next)).isEqualTo(200);
      assertThatThrownBy(() -> ask(gate, old)).isInstanceOf(IOException.class);
      assertThat(ask(early)).isEqualTo(200);
      assertThat(said(Level.WARN, "restart")).isFalse();
    }
  }

  @Test
  void aPairThatDoesNotFitIsRefusedAndTheOldOneStays() throws Exception {
    var old = new Certificate("localhost");
    old.write(directory);
    try (var gate = start()) {
      Files.writeString(directory.resolve("key.pem"), new Certificate("localhost").key());
      Await.until("a refusal", () -> said(Level.ERROR, "server.tls.key: key.pem: does not match"));
      assertThat(ask(gate, old)).isEqualTo(200);

      Files.delete(directory.resolve("cert.pem"));
      Await.until("another", () -> said(Level.ERROR, "server.tls.certificate: cert.pem: no such"));
      assertThat(ask(gate, old)).isEqualTo(200);

      var next = new Certificate("localhost");
      next.write(directory);
      Await.until("the new certificate", () -> said(Level.INFO, "took over"));
      assertThat(ask(gate, next)).isEqualTo(200);
    }
  }

  @Test
  void oneThatHasExpiredIsWarnedOf() throws Exception {
    var expired = Certificate.expired("localhost");
    expired.write(directory);
    try (var _ = start()) {
      assertThat(said(Level.WARN, "server.tls.certificate: CN=x expired at ")).isTrue();
    }
  }

  @Test
  void noCallOfAnOpenConnectionIsLostWhileCertificatesChange() throws Exception {
    new Certificate("localhost").write(directory);
    try (var gate = start()) {
      var done = new AtomicBoolean();
      var answered = new AtomicInteger();
      var broken = new CopyOnWriteArrayList<Throwable>();
      Certificate first = new Certificate("localhost");
      first.write(directory);
      Await.until("the first", () -> takeovers() == 1);
      Wire client = Wire.secure(gate.port(), first.client());
      var traffic =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  while (!done.get()) {
                    assertThat(ask(client)).isEqualTo(200);
                    answered.incrementAndGet();
                  }
                } catch (Exception | AssertionError lost) {
                  broken.add(lost);
                }
              });
      for (int i = 2; i < 5; i++) {
        new Certificate("localhost").write(directory);
        int count = i;
        Await.until("the next", () -> takeovers() == count);
      }
      done.set(true);
      traffic.join();
      client.close();
      assertThat(broken).isEmpty();
      assertThat(answered.get()).isPositive();
    }
  }

  private long takeovers() {
    return log.list.stream().filter(each -> each.getMessage().contains("took over")).count();
  }
}
