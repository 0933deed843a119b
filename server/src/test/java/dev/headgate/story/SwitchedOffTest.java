package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.Await;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// A feature that is off, and a gate that must not be thrown open.
class SwitchedOffTest {
  private static final String CALL = "/v1/features/reply/completions";

  @TempDir private Path directory;

  private static String yaml(int port, String more) {
    return """
    server: { port: 0 }
    providers:
      o: { kind: openai-compatible, base-url: "http://127.0.0.1:%d/v1" }
    features:
      reply:
        variants: { control: { model: o/m, prompt: prompt.md } }
        serve: none
    %s
    """
        .formatted(port, more);
  }

  private Gate gate(ScriptedUpstream upstream, String more) throws IOException {
    Files.writeString(directory.resolve("prompt.md"), "# user\nHi.\n");
    return Gate.in(directory).start(yaml(upstream.port(), more));
  }

  @Test
  void anOffFeatureAnswersWithItsFallbackAndAsksNobody() throws Exception {
    try (var upstream = new ScriptedUpstream();
        var gate = gate(upstream, "    fallback: Later.\n")) {
      Message answer = gate.post(CALL, "{\"inputs\":{}}");

      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.value("x-headgate-fallback")).isEqualTo("canned");
      assertThat(answer.text()).contains("\"text\":\"Later.\"").contains("\"feature\":\"reply\"");
      CallRecord record = gate.record();
      assertThat(record.ending().outcome()).isEqualTo(Outcome.DEGRADED);
      assertThat(record.ending().cause()).isEqualTo("feature_disabled");
      assertThat(record.asked().feature()).isEqualTo("reply");
      assertThat(record.attempts()).isEmpty();
      assertThat(upstream.nobodyCame()).isTrue();
    }
  }

  @Test
  void withoutOneItIsRefused() throws Exception {
    try (var upstream = new ScriptedUpstream();
        var gate = gate(upstream, "")) {
      Message answer = gate.post(CALL, "{\"inputs\":{}}");

      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.text()).contains("feature_disabled");
      assertThat(gate.record().ending().outcome()).isEqualTo(Outcome.REFUSED);
      assertThat(upstream.nobodyCame()).isTrue();
    }
  }

  /// The listener stays where it is, so what a new file says of its address protects nobody.
  @Test
  void noReloadTakesTheKeysFromAGateThatOthersReach() throws Exception {
    try (var upstream = new ScriptedUpstream()) {
      String open = yaml(upstream.port(), "");
      String guarded =
          open.replace("port: 0", "port: 0, host: 0.0.0.0")
              + "keys: { web: { secret: \"${KEY}\" } }\n";
      Files.writeString(directory.resolve("prompt.md"), "# user\nHi.\n");
      try (var gate = Gate.in(directory).variable("KEY", "a-key-of-some-length").start(guarded)) {
        var log = new ListAppender<ILoggingEvent>();
        var reload = (Logger) LoggerFactory.getLogger("dev.headgate.Reload");
        log.start();
        reload.addAppender(log);
        reload.setLevel(Level.ERROR);
        gate.rewrite(open);
        gate.headgate().reload();
        Await.until(
            "the refusal",
            () ->
                List.copyOf(log.list).stream()
                    .anyMatch(each -> each.getFormattedMessage().contains("no application keys")));
        reload.setLevel(Level.OFF);
        reload.detachAppender(log);

        assertThat(gate.post(CALL, "{\"inputs\":{}}").status()).isEqualTo(401);
      }
    }
  }
}
