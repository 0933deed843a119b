package dev.headgate.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Share;
import dev.headgate.base.Trace;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.testkit.SomeCall;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TraceSamplingTest {
  private static final TraceSetting SETTING = new TraceSetting(Map.of(), Map.of("f", "control"));

  private final Random random = new Random(3);

  private CallRecord call(Outcome outcome, double millis) {
    return traced(outcome, millis, null, true);
  }

  private CallRecord traced(
      Outcome outcome, double millis, @Nullable String parent, boolean sampled) {
    var call = SomeCall.ended(outcome, millis, null);
    String id = hex() + hex();
    return new CallRecord(
        call.id(),
        call.epochMillis(),
        new Trace(id, hex(), parent, sampled, null),
        call.asked(),
        call.served(),
        call.ending(),
        call.spend(),
        call.attempts());
  }

  private String hex() {
    return HexFormat.of().toHexDigits(random.nextLong());
  }

  private int kept(TraceSampling sampling, int calls, double millis) {
    int kept = 0;
    for (int i = 0; i < calls; i++) {
      kept += sampling.keeps(call(Outcome.ANSWERED, millis), SETTING) ? 1 : 0;
    }
    return kept;
  }

  @ParameterizedTest
  @CsvSource({"0%, 0, 0", "10%, 920, 1080", "0.1%, 1, 25", "100%, 10000, 10000"})
  void keepsTheShareOfWhatIsNotRemarkable(String share, int least, int most) {
    assertThat(kept(new TraceSampling(Share.parse(share)), 10_000, 50)).isBetween(least, most);
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "CUT", "CRASHED", "DEGRADED"})
  void keepsAllThatWentWrong(Outcome outcome) {
    assertThat(new TraceSampling(Share.NONE).keeps(call(outcome, 5), SETTING)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"ANSWERED", "REFUSED", "ABANDONED"})
  void theRestIsDrawn(Outcome outcome) {
    assertThat(new TraceSampling(Share.NONE).keeps(call(outcome, 5), SETTING)).isFalse();
  }

  @Test
  void keepsAllOfAVariantThatIsNotTheDefault() {
    var other = new TraceSetting(Map.of(), Map.of("f", "another"));

    assertThat(new TraceSampling(Share.NONE).keeps(call(Outcome.ANSWERED, 5), other)).isTrue();
  }

  @Test
  void keepsTheSlowestHundredthOnceItKnowsAThousand() {
    var sampling = new TraceSampling(Share.NONE);
    for (int i = 0; i < 1_000; i++) {
      boolean kept = sampling.keeps(call(Outcome.ANSWERED, i % 100), SETTING);
      assertThat(kept).isFalse();
    }

    assertThat(sampling.keeps(call(Outcome.ANSWERED, 90), SETTING)).isFalse();
    assertThat(sampling.keeps(call(Outcome.ANSWERED, 200), SETTING)).isTrue();
  }

  @Test
  void whatIsSlowFollowsTheTraffic() {
    var sampling = new TraceSampling(Share.NONE);
    kept(sampling, 1_000, 10);

    assertThat(kept(sampling, 1_000, 500)).isEqualTo(1_000);
    assertThat(kept(sampling, 1_000, 500)).isZero();
  }

  @Test
  void ofATraceThatACallerBeganTheCallerDecides() {
    String caller = "b7ad6b7169203331";

    assertThat(
            new TraceSampling(Share.NONE).keeps(traced(Outcome.ANSWERED, 5, caller, true), SETTING))
        .isTrue();
    assertThat(
            new TraceSampling(Share.ALL).keeps(traced(Outcome.ANSWERED, 5, caller, false), SETTING))
        .isFalse();
    assertThat(
            new TraceSampling(Share.NONE).keeps(traced(Outcome.FAILED, 5, caller, false), SETTING))
        .isTrue();
  }
}
