package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.CallId;
import dev.headgate.base.Decision;
import dev.headgate.base.Request;
import dev.headgate.base.SystemClock;
import dev.headgate.config.Environment;
import dev.headgate.http.Answer;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.SomeCall;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// More calls than one answer is of.
class RepriceTest {
  private static final String PATH = "/admin/v1/prices/reprice";

  @TempDir private Path directory;

  private HeadgateConfig config() throws IOException {
    Path file = directory.resolve("headgate.yaml");
    Files.writeString(
        file,
        """
        providers: { sim: { kind: openai-compatible, base-url: "http://127.0.0.1:1/v1" } }
        prices: { sim/*: { input: $1, output: $0 } }
        """);
    var read = new Configuration(file, new Environment(Map.of())).read();
    assertThat(read.isSound()).isTrue();
    return read.config();
  }

  private static CallRecord call(long epochMillis) {
    CallRecord some = SomeCall.ended(Outcome.ANSWERED, 1, null);
    return new CallRecord(
        CallId.at(epochMillis).text(),
        epochMillis,
        some.trace(),
        some.asked(),
        some.served(),
        some.ending(),
        some.spend(),
        some.attempts());
  }

  private static JsonNode get(Unserved directory, String path) {
    Decision<Answer> answer = directory.answer(new Request("GET", path, List.of(), new byte[0]));
    assertThat(answer).isInstanceOf(Decision.Yes.class);
    return JsonMapper.shared().readTree(((Decision.Yes<Answer>) answer).value().body());
  }

  @Test
  void eachIsInOneAnswer() throws IOException {
    var config = config();
    var clock = new SystemClock();
    try (var storage = new Storage(config, directory.resolve("data"), clock, List.of())) {
      for (int i = 0; i < 20_500; i++) {
        storage.calls().records().ended(call(clock.epochMillis()));
      }
    }
    try (var unserved = Unserved.open(config, directory.resolve("data"), clock)) {
      JsonNode first = get(unserved, PATH);
      JsonNode last = get(unserved, PATH + "?before=" + first.path("next").asString());

      assertThat(last.has("next")).isFalse();
      assertThat(first.at("/targets/0/now_nano").asLong()).isEqualTo(20_000 * 12_000L);
      assertThat(last.at("/targets/0/now_nano").asLong()).isEqualTo(500 * 12_000L);
    }
  }
}
