package dev.headgate.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.NanoUsd;
import dev.headgate.record.CallRecord;
import dev.headgate.testkit.Message;
import dev.headgate.testkit.Rehearsal;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a call is recorded to cost is what the simulated provider bills for it, by a price list and
/// an arithmetic of its own.
class SimulatedBillTest {
  private static final String LONG = "The quick brown fox jumps over the lazy dog. ".repeat(200);

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "chat/completions | sim-small    | 'messages': [{'role': 'user', 'content': 'TEXT'}]",
        "chat/completions | sim-reasoner | 'stream': true, 'messages': [{'role': 'user', 'content': 'TEXT'}]",
        "chat/completions | sim-large    | 'service_tier': 'priority', 'messages': [{'role': 'user', 'content': 'TEXT'}]",
        "responses        | sim-slow     | 'input': 'TEXT', 'tools': [{'type': 'web_search'}]",
        "responses        | sim-reasoner | 'stream': true, 'input': 'TEXT', 'service_tier': 'fast'",
        "messages         | sim-large    | 'max_tokens': 50, 'messages': [{'role': 'user', 'content': [{'type': 'text', 'text': 'TEXT', 'cache_control': {'type': 'ephemeral', 'ttl': '1h'}}]}]",
        "messages         | sim-small    | 'max_tokens': 50, 'stream': true, 'speed': 'fast', 'messages': [{'role': 'user', 'content': 'TEXT'}]",
        "embeddings       | sim-embedding | 'input': 'TEXT'"
      })
  void equalsTheRecordToTheNanoDollar(String path, String model, String body) throws Exception {
    String json = "{'model': '%s', %s}".formatted(model, body).replace('\'', '"');
    try (var rehearsal = new Rehearsal(directory, "")) {
      NanoUsd sum = NanoUsd.ZERO;
      for (int i = 0; i < 3; i++) { // from the second on the prompt is in the cache
        Message answer = rehearsal.gate().post("/v1/" + path, json.replace("TEXT", LONG));
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        CallRecord record = rehearsal.record();
        sum = sum.plus(record.spend().cost());
      }

      assertThat(sum).isGreaterThan(NanoUsd.ZERO);
      assertThat(sum.nanos()).isEqualTo(rehearsal.simulator().meter().snapshot().billedNano());
    }
  }
}
