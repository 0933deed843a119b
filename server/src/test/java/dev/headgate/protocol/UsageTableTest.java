package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Usage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The table in `usage.txt`: every vendor's way to count, and its vector.
class UsageTableTest {
  record Case(String shows, Surface surface, boolean stream, List<String> answer, String usage) {
    static Case of(String text) {
      List<String> lines = text.lines().toList();
      String[] form = lines.get(1).split(" ", -1);
      var surface = Surface.valueOf(form[0].replace('-', '_').toUpperCase(Locale.ROOT));
      var answer = new ArrayList<String>();
      lines.subList(2, lines.size() - 1).forEach(line -> answer.add(line.replace('\'', '"')));
      return new Case(lines.getFirst(), surface, form[1].equals("stream"), answer, lines.getLast());
    }

    Reading read() {
      return stream
          ? Watched.stream(
                  surface,
                  answer.stream().map(data -> "data: " + data + "\n\n").toArray(String[]::new))
              .reading()
          : Watched.whole(surface, answer.getFirst()).reading();
    }

    @Override
    public String toString() {
      return shows;
    }
  }

  static Stream<Case> cases() throws IOException {
    try (var file = UsageTableTest.class.getResourceAsStream("usage.txt")) {
      String text = new String(file.readAllBytes(), UTF_8);
      return Arrays.stream(text.split("\n\n", -1))
          .filter(block -> !block.startsWith("#"))
          .map(String::strip)
          .map(Case::of)
          .toList()
          .stream();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void usageOfEachVendorComesToOneVector(Case each) {
    Reading reading = each.read();
    boolean ended = each.usage.startsWith("= ");
    Usage usage = ended ? reading.usage() : reading.usageSoFar();
    assertThat(usage.toString()).isEqualTo(each.usage.substring(2));
  }

  @Test
  void aWholeAnswerInThePlaceOfEventsIsBilledAllTheSame() {
    String body =
        "{\"choices\":[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":5}}";
    Reading reading = Watched.answer(Surface.CHAT, true, 200, "application/json", body).reading();
    assertThat(reading.usageSoFar().toString()).isEqualTo("estimated input=9 output=5");
  }
}
