package dev.headgate.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FaultPlanTest {
  private static Fault at(FaultPlan plan, int seconds, long request, String model) {
    return plan.choose(Duration.ofSeconds(seconds), request, model, 7);
  }

  @Test
  void aWindowOfTime() {
    var plan = FaultPlan.parse("after 30s for 10s: status 503");
    assertThat(at(plan, 29, 1, "m")).isEqualTo(new Fault.None());
    assertThat(at(plan, 30, 1, "m")).isEqualTo(new Fault.Status(503));
    assertThat(at(plan, 39, 1, "m")).isEqualTo(new Fault.Status(503));
    assertThat(at(plan, 40, 1, "m")).isEqualTo(new Fault.None());
  }

  @Test
  void requestsAndModels() {
    var plan =
        FaultPlan.parse("request 2-3: reset; model sim-large: cut 20 reset; request 9: empty");
    assertThat(at(plan, 0, 1, "m")).isEqualTo(new Fault.None());
    assertThat(at(plan, 0, 2, "sim-large")).isEqualTo(new Fault.Reset());
    assertThat(at(plan, 0, 3, "m")).isEqualTo(new Fault.Reset());
    assertThat(at(plan, 0, 4, "sim-large")).isEqualTo(new Fault.CutAfter(20, true));
    assertThat(at(plan, 0, 9, "m")).isEqualTo(new Fault.EmptyAnswer());
  }

  @Test
  void sharesAddUpAndComeFromTheSeed() {
    var plan = FaultPlan.parse("share 5%: status 500; share 1%: silent");
    int failed = 0;
    int silent = 0;
    for (int request = 1; request <= 100_000; request++) {
      Fault fault = at(plan, 0, request, "m");
      assertThat(fault).isEqualTo(at(plan, 9, request, "m"));
      failed += fault instanceof Fault.Status ? 1 : 0;
      silent += fault instanceof Fault.Silent ? 1 : 0;
    }
    assertThat(failed).isBetween(4_700, 5_300);
    assertThat(silent).isBetween(850, 1_150);
  }

  @Test
  void allSharesOfAHundredPercentLeaveNobodyOut() {
    var plan = FaultPlan.parse("share 50%: reset; share 50%: silent");
    for (int request = 1; request <= 1_000; request++) {
      assertThat(at(plan, 0, request, "m")).isNotEqualTo(new Fault.None());
    }
  }

  @Test
  void everyNamedPlanCanBeRead() {
    for (String name : FaultPlan.NAMED.keySet()) {
      assertThat(FaultPlan.parse(name)).isEqualTo(FaultPlan.named(name));
    }
    assertThat(FaultPlan.named("healthy")).isEqualTo(FaultPlan.HEALTHY);
    assertThat(FaultPlan.named("rate-limited").rules()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "oops | oops (expected: status, reset",
        "after 10: reset | 10 (expected: a duration, as 500ms, 30s or 2m)",
        "after s: reset | s (expected: a duration",
        "malformed | the end (expected: a number of tokens)",
        "cut five | five (expected: a whole number)",
        "stall 3 | the end (expected: a duration)",
        "share 5: reset | 5 (expected: a percentage, as 5%)",
        "request x: reset | x (expected: a whole number)",
        "silent please | please (expected: the end of the rule)",
        "share 5% | the end (expected: status",
        "status 42 | 42 (expected: a status from 200 to 599)",
        "model m: after 3s: reset | after (expected: status",
      })
  void aMistakeSaysWhatWasFoundAndExpected(String text, String message) {
    assertThatThrownBy(() -> FaultPlan.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void anUnknownNameListsTheKnown() {
    assertThatThrownBy(() -> FaultPlan.named("outtage"))
        .hasMessageContaining("outtage")
        .hasMessageContaining("cut, flaky, garbage, healthy, out-of-credit, outage");
  }
}
