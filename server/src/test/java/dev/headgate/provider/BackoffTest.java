package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff = new Backoff(new Random(11));

  @ParameterizedTest
  @CsvSource({"0,500", "1,1000", "2,2000", "3,4000", "4,8000", "5,8000", "9,8000", "60,8000"})
  void thePauseLiesAnywhereBelowABoundThatGrows(int retry, long bound) {
    long[] pauses =
        LongStream.range(0, 2_000)
            .map(_ -> backoff.before(retry, Fault.BROKEN).orElseThrow().toMillis())
            .toArray();

    assertThat(LongStream.of(pauses).min().orElseThrow()).isBetween(1L, bound / 50);
    assertThat(LongStream.of(pauses).max().orElseThrow()).isBetween(bound * 49 / 50, bound);
    assertThat(LongStream.of(pauses).average().orElseThrow()).isBetween(bound * 0.47, bound * 0.53);
  }

  @Test
  void whatTheProviderAsksForIsWaitedForUpToTenSeconds() {
    assertThat(backoff.before(0, asking(Duration.ofMillis(10_000)))).contains(seconds(10));
    assertThat(backoff.before(5, asking(Duration.ofMillis(3)))).contains(Duration.ofMillis(3));
    assertThat(backoff.before(0, asking(Duration.ofMillis(10_001)))).isEmpty();
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Fault asking(Duration wait) {
    var field = new Field("retry-after-ms", Long.toString(wait.toMillis()));
    return Fault.of(new Head(503, List.of(field)), Optional.empty(), Instant.EPOCH);
  }
}
