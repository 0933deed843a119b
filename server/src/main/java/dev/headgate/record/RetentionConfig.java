package dev.headgate.record;

import dev.headgate.config.Section;
import java.time.Duration;

/// How long records of calls and sums over them are kept.
public record RetentionConfig(Duration calls, Duration rollups) {
  private static final Duration DAY = Duration.ofDays(1);

  public static RetentionConfig standard() {
    return new RetentionConfig(DAY.multipliedBy(30), DAY.multipliedBy(400));
  }

  /// Reads `retention: { calls: 30d, rollups: 400d }`.
  public static RetentionConfig read(Section in) {
    var standard = standard();
    Duration most = DAY.multipliedBy(3_650);
    return new RetentionConfig(
        in.duration("calls", standard.calls, DAY, most),
        in.duration("rollups", standard.rollups, DAY, most));
  }
}
