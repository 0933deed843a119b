package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.base.Head;
import dev.headgate.protocol.Dialect;
import dev.headgate.route.Target;
import dev.headgate.testkit.FakeClock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class WarningsTest {
  private final Logger log = (Logger) LoggerFactory.getLogger(Warnings.class);
  private final ListAppender<ILoggingEvent> said = new ListAppender<>();
  private final FakeClock clock = new FakeClock();
  private final Warnings warnings = new Warnings(clock);

  @BeforeEach
  void listen() {
    said.start();
    log.addAppender(said);
    log.setAdditive(false);
    log.setLevel(Level.WARN);
  }

  @AfterEach
  void leave() {
    log.detachAppender(said);
    log.setAdditive(true);
    log.setLevel(Level.OFF);
  }

  @Test
  void whatOnlyAnOperatorCanMendIsSaidOnceAMinute() {
    about("openai", 401);
    about("openai", 403);
    clock.jump(59);
    about("openai", 401);
    assertThat(said.list).hasSize(1);
    clock.jump(1);
    about("openai", 401);

    assertThat(said.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsOnly("openai refused our credential (status 401); check its api-key")
        .hasSize(2);
  }

  @Test
  void eachProviderAndKindIsSaidForItself() {
    about("openai", 401);
    about("openai", 402);
    about("anthropic", 401);

    assertThat(said.list).hasSize(3);
  }

  @Test
  void whatPassesOrIsTheCallersIsNotSaid() {
    about("openai", 500);
    about("openai", 429);
    about("openai", 400);

    assertThat(said.list).isEmpty();
  }

  private void about(String provider, int status) {
    var target = new Target(provider, "m", Dialect.OPENAI);
    Fault fault = Fault.of(new Head(status, List.of()), Optional.empty(), Instant.EPOCH);
    warnings.about(target, fault, fault.unavailable(new Attempt(1, target), "/v1/x"));
  }
}
