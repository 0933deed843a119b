package dev.headgate.provider;

import dev.headgate.base.Head;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// How long a provider asks us to wait: `retry-after-ms`, else `Retry-After` in seconds, whole or
/// not, or as a date. What is past, absurd or unreadable asks for nothing.
final class RetryAfter {
  private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000);

  private RetryAfter() {}

  static Optional<Duration> of(Head head, Instant now) {
    return head.first("retry-after-ms")
        .flatMap(text -> amount(text, -3))
        .or(() -> head.first("retry-after").flatMap(text -> amount(text, 0)))
        .or(() -> head.first("retry-after").flatMap(text -> until(text, now)))
        .filter(wait -> wait.isPositive());
  }

  private static Optional<Duration> amount(String text, int exponent) {
    if (text.length() > 40) {
      return Optional.empty();
    }
    try {
      var seconds = new BigDecimal(text.strip()).scaleByPowerOfTen(exponent);
      if (seconds.compareTo(MOST) > 0) {
        return Optional.of(Duration.ofSeconds(MOST.longValue()));
      }
      return Optional.of(Duration.ofNanos(seconds.movePointRight(9).longValue()));
    } catch (ArithmeticException | NumberFormatException noNumber) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> until(String text, Instant now) {
    try {
      var date = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
      return Optional.of(Duration.between(now, date.toInstant()));
    } catch (DateTimeException noDate) {
      return Optional.empty();
    }
  }
}
