package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Decision;
import dev.headgate.feature.Feature;
import dev.headgate.feature.Targeting;
import dev.headgate.testkit.Gate;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.StubProvider;
import dev.headgate.testkit.Talk;
import dev.headgate.testkit.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A slice of users gets the candidate: which, for how long, and when no longer.
@Timeout(60)
class SliceTest {
  private static final int KEYS = 10_000;

  @TempDir private Path directory;
  private StubProvider provider;
  private Gate gate;

  @BeforeEach
  void start() throws IOException {
    Files.writeString(directory.resolve("prompt.md"), Talk.PROMPT);
    provider =
        new StubProvider(_ ->
            StubProvider.whole(200, Talk.CHAT.whole("ok")).replace("Connection: close\r\n", ""));
    gate = Gate.in(directory).start(yaml("{ control: 95%, candidate: 5% }"));
  }

  @AfterEach
  void stop() throws IOException {
    gate.close();
    provider.close();
  }

  private String yaml(String serve) {
    return """
    server: { port: 0, drain: 0s }
    providers:
      o: { kind: openai-compatible, base-url: "http://127.0.0.1:%d/v1", retries: 0 }
    features:
      reply:
        variants:
          control: { model: o/m, prompt: prompt.md }
          candidate: { model: o/m, prompt: prompt.md }
        serve: %s
    """
        .formatted(provider.port(), serve);
  }

  private String served(String key) {
    Feature feature = gate.headgate().config().features().all().getFirst();
    return switch (feature.choose(new Targeting.Key(key), new Random(1))) {
      case Decision.Yes<Feature.Assignment>(var assigned) -> assigned.variant().name();
      case Decision.No<Feature.Assignment>(var no) -> throw new AssertionError(no.message());
    };
  }

  private Set<String> candidates() {
    return IntStream.range(0, KEYS)
        .mapToObj(i -> "user-" + i)
        .filter(key -> served(key).equals("candidate"))
        .collect(Collectors.toSet());
  }

  @Test
  void tenThousandKeysSplitWithinBinomialErrorAndNoneLeavesAsTheShareGrows() throws Exception {
    Set<String> few = candidates();
    assertThat(few.size()).isBetween(428, 572); // 500, three and a third deviations off at most
    gate.become(yaml("{ control: 90%, candidate: 10% }"));
    Set<String> more = candidates();
    assertThat(more).containsAll(few);
    assertThat(more.size()).isBetween(901, 1_099);
    gate.become(yaml("control"));
    assertThat(candidates()).isEmpty();
    gate.become(yaml("{ control: 95%, candidate: 5% }"));
    assertThat(candidates()).isEqualTo(few);
  }

  @Test
  void callsAreServedWhatTheSharesSayUntilTheFileSaysControl() throws Exception {
    try (Wire client = Wire.connect(gate.port())) {
      for (int i = 0; i < 200; i++) {
        String key = "user-" + i;
        assertThat(call(client, "\"targeting_key\":\"" + key + "\"")).isEqualTo(served(key));
        assertThat(gate.record().served().variant()).isEqualTo(served(key));
      }
      gate.become(yaml("control"));
      for (int i = 0; i < 50; i++) {
        assertThat(call(client, "\"targeting_key\":\"user-" + i + "\"")).isEqualTo("control");
      }
      gate.become(yaml("none"));
      Message off = gate.post("/v1/features/reply/completions", "{}");
      assertThat(off.status()).isEqualTo(503);
      assertThat(off.text()).contains("feature_disabled");
    }
  }

  private static String call(Wire client, String members) throws IOException {
    String body = "{\"inputs\":{}," + members + "}";
    client.send(
        Gate.request("/v1/features/reply/completions", body.getBytes(StandardCharsets.UTF_8)));
    Message answer = Message.read(client);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.value("x-headgate-variant");
  }

  @Test
  void rw10WhereverTheKeyStandsItGetsTheSame() throws Exception {
    gate.become(yaml("{ control: 50%, candidate: 50% }"));
    String[] keys = {"a", "A", " ", "é", "e\u0301", "undefined", "null", "用户🙂", "x".repeat(256)};
    String[] members = {
      "\"headgate\":{\"targeting_key\":\"%s\"},\"user\":\"other\"",
      "\"safety_identifier\":\"%s\",\"user\":\"other\"",
      "\"user\":\"%s\",\"metadata\":{\"user_id\":\"other\"}",
      "\"metadata\":{\"user_id\":\"%s\"}",
      "\"headgate\":{\"targeting_key\":\"\"},\"safety_identifier\":null,\"user\":\"%s\"",
    };
    for (String key : keys) {
      for (String member : members) {
        String body = "{\"model\":\"feature/reply\"," + member.formatted(key) + "}";
        Message answer = gate.post(Talk.CHAT.path, body);
        assertThat(answer.value("x-headgate-variant")).as(body).isEqualTo(served(key));
      }
    }
  }

  @Test
  void rw10WithoutAKeyEachCallIsDrawnForItself() throws Exception {
    gate.become(yaml("{ control: 50%, candidate: 50% }"));
    for (String member : new String[] {"\"targeting_key\":null", "\"targeting_key\":\"\""}) {
      Map<String, Integer> counts = new HashMap<>();
      try (Wire client = Wire.connect(gate.port())) {
        for (int i = 0; i < 200; i++) {
          counts.merge(call(client, member), 1, Integer::sum);
        }
      }
      assertThat(counts.get("candidate")).isBetween(70, 130);
    }
  }

  @ParameterizedTest
  @CsvSource({"42", "true", "[]", "{}", "1.5"})
  void rw10WhatIsNoKeyIsRefusedByName(String value) throws Exception {
    Message answer =
        gate.post("/v1/features/reply/completions", "{\"targeting_key\":" + value + "}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text()).contains("invalid_targeting_key").contains("targeting_key");
    Message chat =
        gate.post(Talk.CHAT.path, "{\"model\":\"feature/reply\",\"user\":" + value + "}");
    assertThat(chat.text()).contains("invalid_targeting_key").contains("user");
    String tooLong = "{\"targeting_key\":\"" + "é".repeat(129) + "\"}";
    assertThat(gate.post("/v1/features/reply/completions", tooLong).status()).isEqualTo(400);
  }
}
