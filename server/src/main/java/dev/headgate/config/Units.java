package dev.headgate.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Durations and sizes, as people write them.
public final class Units {
  private static final Pattern DURATION =
      Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,9})?)(ms|s|m|h|d)");
  private static final Pattern SIZE = Pattern.compile("([0-9]{1,12}) ?(|B|KB|MB|GB)");

  private Units() {}

  /// Reads `500ms`, `20s`, `1.5s`, `2m`, `1h`, `30d`.
  public static Optional<Duration> duration(String text) {
    var matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long unit =
        switch (matcher.group(2)) {
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          case "h" -> 3_600_000_000_000L;
          default -> 86_400_000_000_000L;
        };
    var nanos = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
    return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(nanos.longValue()));
  }

  public static String shown(Duration duration) {
    boolean fraction = duration.isPositive() && duration.compareTo(Duration.ofSeconds(1)) < 0;
    return fraction
        ? duration.toMillis() + "ms"
        : duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /// Reads `32MB`, `256 MB`, `64KB`, `1024`. A kilobyte has 1,024 bytes.
  static Optional<Long> size(String text) {
    var matcher = SIZE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int shift =
        switch (matcher.group(2)) {
          case "KB" -> 10;
          case "MB" -> 20;
          case "GB" -> 30;
          default -> 0;
        };
    long count = Long.parseLong(matcher.group(1));
    return count > Long.MAX_VALUE >> shift ? Optional.empty() : Optional.of(count << shift);
  }

  static String shown(long size) {
    String[] units = {"", "KB", "MB", "GB"};
    int unit = size == 0 ? 0 : Math.min(3, Long.numberOfTrailingZeros(size) / 10);
    return (size >> (10 * unit)) + units[unit];
  }
}
