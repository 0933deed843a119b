package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Step;
import dev.headgate.base.Tap;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LongEventTest {
  private static final String USAGE =
      "\"usage\":{\"input_tokens\":100,\"input_tokens_details\":{\"cached_tokens\":64},"
          + "\"output_tokens\":20,\"total_tokens\":120}";

  private static Reading reading() {
    Reading reading = Readings.of(Surface.RESPONSES, true, 300);
    reading.head(new Head(200, List.of(new Field("content-type", "text/event-stream"))));
    return reading;
  }

  /// Gives the event in parts as the transport does: each but the last one is longer than the
  /// bound.
  private static Step inParts(Reading reading, String event, int more) {
    byte[] bytes = event.getBytes(UTF_8);
    int size = Tap.LONGEST_WHOLE + more;
    Step step = Step.MORE;
    for (int from = 0; from < bytes.length && step != Step.BROKEN; from += size) {
      byte[] part = Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size));
      step = reading.take(part, 0, part.length, new Out());
    }
    return step;
  }

  private static String text(int size) {
    return "{\"content\":[{\"type\":\"output_text\",\"text\":\""
        + "é\\n".repeat(size / 4)
        + "\"}]}";
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 1_000, 65_536, 700_001})
  void isReadAsExactlyAsAShortOne(int more) {
    for (boolean early : new boolean[] {true, false}) {
      String output = "\"output\":[" + text(3_000_000) + "]";
      String response = early ? USAGE + "," + output : output + "," + USAGE;
      Reading reading = reading();
      Step step =
          inParts(
              reading,
              "event: response.completed\ndata: {\"response\":{" + response + "}}\n\n",
              more);
      assertThat(step).isEqualTo(Step.LAST);
      assertThat(reading.usage().toString()).isEqualTo("provider input=36 cache_read=64 output=20");
    }
  }

  @Test
  void mayHaveItsDataInManyLines() {
    Reading reading = reading();
    String data = "data: \"x\": \"" + "y".repeat(700_000) + "\",\r\n";
    String event =
        "data: {\"type\":\"response.completed\",\"response\":{\r\n"
            + data.repeat(4)
            + "data: "
            + USAGE
            + "}}\r\n\r\n";
    assertThat(inParts(reading, event, 1)).isEqualTo(Step.LAST);
    assertThat(reading.usage().input()).isEqualTo(100);
  }

  @Test
  void itsLengthIsMeasuredWhereNobodyCounts() {
    Reading reading = reading();
    String delta = "x".repeat(3_000_000);
    Step step =
        inParts(
            reading,
            "data: {\"type\":\"response.output_text.delta\",\"delta\":\"" + delta + "\"}\n\n",
            1);
    assertThat(step).isEqualTo(Step.CONTENT);
    assertThat(reading.usageSoFar().toString()).isEqualTo("estimated input=100 output=1000000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", ": x", "data: x", "data: {\"a\":", "data: {}{", "event: x"})
  void isBrokenIfItCanBeNone(String beginning) {
    String event = beginning + "x".repeat(2_000_000) + "\n\n";
    assertThat(inParts(reading(), event, 1)).isEqualTo(Step.BROKEN);
  }

  @Test
  void isBrokenIfItDoesNotEnd() {
    Reading reading = reading();
    String event = "data: {\"x\":\"" + "x".repeat(2_000_000);
    assertThat(inParts(reading, event, 1)).isEqualTo(Step.MORE);
    assertThat(reading.end(new Out())).isEqualTo(Step.BROKEN);
  }

  @Test
  void isNothingThatAFeaturesAnswerCanBeMadeOf() {
    Reading reading = Readings.of(Surface.CHAT, true, 300);
    var facts = new Facts("0199f3c1-7a52-7c3e-9d54-1f0a6b2c8e47", "f", "v", "o/m", null);
    Tap rendering = Neutral.rendering(Surface.CHAT, true, reading, facts);
    String delta = "data: {\"choices\":[{\"delta\":{\"content\":\"" + "x".repeat(2_000_000);
    byte[] part = delta.getBytes(UTF_8);
    assertThat(rendering.take(part, 0, part.length, new Out())).isEqualTo(Step.BROKEN);
  }
}
