package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DemoScriptTest {
  @Test
  void theProviderIsDownForTenSecondsOfEveryForty() {
    assertThat(LongStream.rangeClosed(1, 120).filter(second -> new DemoScript(second).goesDown()))
        .containsExactly(20L, 60L, 100L);
    assertThat(LongStream.rangeClosed(1, 120).filter(second -> new DemoScript(second).comesBack()))
        .containsExactly(30L, 70L, 110L);
    assertThat(LongStream.rangeClosed(1, 40).filter(second -> new DemoScript(second).isDown()))
        .hasSize(10);
  }

  @Test
  void saysWhatComesNext() {
    assertThat(new DemoScript(23).state()).isEqualTo("the provider is down, back in 7 s");
    assertThat(new DemoScript(31).state()).isEqualTo("the provider is up, down in 29 s");
    assertThat(new DemoScript(59).state()).isEqualTo("the provider is up, down in 1 s");
    assertThat(new DemoScript(75).time()).isEqualTo("1:15");
  }
}
