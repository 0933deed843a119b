package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Two gates that each take the other for a provider.
@Timeout(60)
class LoopTest {
  @TempDir private Path one;
  @TempDir private Path two;
  private Gate first;
  private Gate second;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(one.resolve("prompt.md"), Talk.PROMPT);
    Files.writeString(two.resolve("prompt.md"), Talk.PROMPT);
    first = Gate.in(one).variable("A_KEY", "k").start(yaml(1));
    second = Gate.in(two).variable("A_KEY", "k").start(yaml(first.port()));
    first.become(yaml(second.port()));
  }

  @AfterEach
  void stop() {
    first.close();
    second.close();
  }

  private static String yaml(int port) {
    return Talk.yaml(port, "retries: 2")
        + """
        models:
          round: { targets: [o/round] }
          about: { targets: [a/about] }
        """;
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "RESPONSES", "MESSAGES"})
  void aCallThatComesBackEndsAtOnceAndIsNotRetried(Talk talk) throws Exception {
    for (boolean stream : new boolean[] {false, true}) {
      String body = talk.ask(stream).replace("o/m", "round").replace("a/m", "about");
      Message answer = first.post(talk.path, body);
      assertThat(answer.status()).isEqualTo(429);
      assertThat(talk.codeOf(answer.json())).isEqualTo("loop_detected");
      assertThat(answer.value("x-should-retry")).isEqualTo("false");
      assertThat(answer.field("retry-after")).isEmpty();
      assertThat(second.record().attempts()).hasSize(1);
      assertThat(first.record().attempts()).hasSize(1); // what came back got no record
      assertThat(first.records()).isEmpty();
    }
  }

  @Test
  void aListOfModelsThatComesBackEndsAtOnce() throws Exception {
    long asked = System.nanoTime();
    Message answer = models();
    assertThat(System.nanoTime() - asked).isLessThan(4_000_000_000L);
    assertThat(answer.text()).contains("o/round").contains("o/feature/plain");
    assertThat(answer.text()).doesNotContain("o/o/o/");
  }

  private Message models() throws IOException {
    try (Wire client = Wire.connect(first.port())) {
      client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n");
      return Message.read(client);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b,c,d,e,f", ",,,,,,", "a,b,c,d,e,f,g,h,i,j"})
  void tooLongAWayIsALoopToo(String hops) throws Exception {
    Message answer = first.post(Talk.CHAT.path, Talk.CHAT.ask(false), "x-headgate-hop: " + hops);
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text()).contains("loop_detected");
  }
}
