package dev.headgate.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ScenariosTest {
  @Test
  @Timeout(600)
  void eachScenarioPassesOnEachSurface() throws InterruptedException {
    assertThat(Scenarios.played(null).unmet()).isEmpty();
  }
}
