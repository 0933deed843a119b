package dev.headgate.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class EntriesTest {
  private static final long NOW = 1_763_000_000_000L;

  @Test
  void whatIsPackedIsUnpackedTheSame() {
    var calls = new RandomCalls(1);
    for (int i = 0; i < 2_000; i++) {
      CallRecord call = calls.ended(NOW + i);
      assertThat(Entries.end(Entries.bytes(call))).isEqualTo(call);
      assertThat(Entries.id(Entries.bytes(call))).hasToString(call.id());
      assertThat(Entries.isEnd(Entries.bytes(call))).isTrue();
      CallStart start = calls.started(NOW + i);
      assertThat(Entries.start(Entries.bytes(start))).isEqualTo(start);
      assertThat(Entries.isEnd(Entries.bytes(start))).isFalse();
    }
  }

  @Test
  void anAttemptThatWasPackedWithTheModelAloneIsRead() {
    var first = new Packer().number(2).text("o/m").hex("00f067aa0ba902b8", 0).text("m-1");
    first.millis(1).millisOrNot(null).millis(3).numberOrNot(200).text("answered").text(null);

    AttemptRecord read = Entries.attempt(first.usage(Usage.NONE).cost(null).text("retry").bytes());

    assertThat(read.number()).isEqualTo(2);
    assertThat(read.terms()).isEqualTo(new Terms("m-1", null, null, null));
    assertThat(read.durationMillis()).isEqualTo(3);
    assertThat(read.next()).isEqualTo("retry");
  }

  @RepeatedTest(20)
  void damagedBytesAreRefusedOrReadAsSomething(org.junit.jupiter.api.RepetitionInfo repetition) {
    var random = new Random(repetition.getCurrentRepetition());
    var calls = new RandomCalls(repetition.getCurrentRepetition());
    for (int i = 0; i < 500; i++) {
      byte[] bytes = Entries.bytes(calls.ended(NOW));
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        bytes[2 + random.nextInt(bytes.length - 2)] = (byte) random.nextInt();
      }
      byte[] cut = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
      readOrRefused(random.nextBoolean() ? bytes : cut);
    }
  }

  private static void readOrRefused(byte[] bytes) {
    try {
      Entries.end(bytes);
    } catch (IllegalArgumentException expected) {
      assertThat(expected).hasMessageMatching("(?s).+");
    }
  }

  @Test
  void anEntryOfALaterFormIsNamed() {
    assertThatThrownBy(() -> Entries.end(new byte[] {9, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("journal: an entry of form 9, this headgate knows 1");
  }
}
