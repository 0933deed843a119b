package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// RW-29: what providers write there.
class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | 2000",
        "1.5 | 1500",
        "0.001 | 1",
        "1e1 | 10000",
        "3600 | 3600000",
        "Wed, 25 Nov 2026 10:00:03 GMT | 3000",
        "99999999999999999999 | 1000000000000",
        "1e2147483647 | 1000000000000",
      })
  void rw29ValidValuesAreRead(String value, long millis) {
    assertThat(wait("retry-after", value)).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "0",
        "-5",
        "-0.1",
        "abc",
        "NaN",
        "Infinity",
        "0x10",
        "1_000",
        "1,5",
        "2 3",
        "--2",
        "1e",
        "1e99999999999",
        "1e-2147483647",
        "Wed, 25 Nov 2026 09:59:59 GMT",
        "Wed, 99 Nov 2026 10:00:00 GMT",
        "2026-11-25T10:00:03Z",
        "soon"
      })
  void rw29WhatIsPastOrUnreadableAsksForNothing(String value) {
    assertThat(wait("retry-after", value)).isEmpty();
    assertThat(wait("retry-after-ms", value)).isEmpty();
  }

  @Test
  void rw29AFarDateIsNoOverflow() {
    assertThat(wait("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"))
        .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofDays(300_000)));
  }

  @Test
  void rw29AValueOfAMegabyteIsNotRead() {
    assertThat(wait("retry-after", "9".repeat(1 << 20))).isEmpty();
  }

  @Test
  void rw29MillisecondsWinAndTheFirstOfTwoCounts() {
    assertThat(wait("retry-after", "5", "retry-after-ms", "1500"))
        .contains(Duration.ofMillis(1500));
    assertThat(wait("retry-after", "1", "retry-after", "3")).contains(Duration.ofSeconds(1));
    assertThat(wait("retry-after-ms", "odd", "retry-after", "2")).contains(Duration.ofSeconds(2));
  }

  private static Optional<Duration> wait(String... fields) {
    var given = new java.util.ArrayList<Field>();
    for (int i = 0; i < fields.length; i += 2) {
      given.add(new Field(fields[i], fields[i + 1]));
    }
    return RetryAfter.of(new Head(429, List.copyOf(given)), NOW);
  }
}
