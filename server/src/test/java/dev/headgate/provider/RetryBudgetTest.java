package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
  private final RetryBudget budget = new RetryBudget();

  private long takenOf(int calls) {
    return IntStream.range(0, calls)
        .filter(_ -> {
          budget.earn();
          return budget.take();
        })
        .count();
  }

  @Test
  void inTheLongRunATenthOfTheTrafficMayBeRetries() {
    assertThat(takenOf(100_000)).isBetween(10_000L, 10_010L);
  }

  @Test
  void aQuietTargetMayBeAskedAgainTenTimes() {
    assertThat(IntStream.range(0, 20).filter(_ -> budget.take()).count()).isEqualTo(10);
    assertThat(budget.saved()).isZero();
  }

  @Test
  void noMoreThanTenAreSavedUp() {
    IntStream.range(0, 10_000).forEach(_ -> budget.earn());
    assertThat(budget.saved()).isEqualTo(10);
  }
}
