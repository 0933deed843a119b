package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.call.Gateway;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;

/// A gate that is sent what nobody should send, before a provider that answers all that comes
/// through. Whatever happens, none of it may be a bug.
final class Guarded implements AutoCloseable {
  final StubProvider provider = new StubProvider(Mutation::answer);
  final Gate gate;
  private final Logger log = (Logger) LoggerFactory.getLogger(Gateway.class);
  private final ListAppender<ILoggingEvent> bugs = new ListAppender<>();

  Guarded(Path directory) throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    gate =
        Gate.in(directory)
            .variable("A_KEY", "key-of-a")
            .start(Talk.yaml(provider.port(), "retries: 0"));
    bugs.start();
    log.addAppender(bugs);
  }

  void isRefused(Message answer, Talk talk, int status, String code) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(talk.codeOf(answer.json())).isEqualTo(code);
    assertThat(answer.value("x-should-retry")).isEqualTo("false");
    assertThat(answer.value("content-type")).isEqualTo("application/json");
    assertThat(answer.body().length).isLessThan(4_096);
    assertThat(provider.waiting()).isZero();
  }

  /// Bytes in use once all garbage is collected.
  static long heap() throws InterruptedException {
    System.gc();
    Thread.sleep(100);
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Override
  public void close() throws IOException {
    log.detachAppender(bugs);
    gate.close();
    provider.close();
    assertThat(bugs.list).isEmpty();
  }
}
