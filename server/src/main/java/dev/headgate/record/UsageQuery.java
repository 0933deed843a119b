package dev.headgate.record;

import dev.headgate.record.CellKey.Grain;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is asked of the sums over calls: of which calls (values by dimension; none is all), from
/// `since` up to, not including, `until`, by which dimensions. Minutes count whole, and hours where
/// keys are told apart.
public record UsageQuery(
    Instant since, Instant until, List<Dimension> by, Map<Dimension, String> only) {
  /// What calls are told apart by.
  public enum Dimension {
    FEATURE,
    VARIANT,
    MODEL,
    KEY,
    OUTCOME;

    /// As it stands in questions and answers.
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    String of(CellKey key) {
      return switch (this) {
        case FEATURE -> key.feature();
        case VARIANT -> key.variant();
        case MODEL -> key.model();
        case KEY -> key.key();
        case OUTCOME -> key.outcome();
      };
    }

    String column() {
      return this == KEY ? "app_key" : text();
    }
  }

  /// In what steps a time is gone through; days are those of UTC.
  public enum Step {
    MINUTE(Grain.MINUTE, 60_000),
    HOUR(Grain.HOUR, 3_600_000),
    DAY(Grain.HOUR, 86_400_000);

    final Grain grain;
    final long millis;

    Step(Grain grain, long millis) {
      this.grain = grain;
      this.millis = millis;
    }

    /// As it stands in questions.
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }

    long count(UsageQuery query) {
      return Duration.between(query.since, query.until).toMillis() / millis;
    }

    long start(long epochMillis) {
      return Math.floorDiv(epochMillis, millis) * millis;
    }
  }

  public UsageQuery {
    by = List.copyOf(by);
    only = Map.copyOf(only);
  }

  boolean tellsApart(Dimension dimension) {
    return by.contains(dimension) || only.containsKey(dimension);
  }

  /// Whether the cells of all calls say it.
  boolean isOfAll() {
    return by.isEmpty() && only.isEmpty();
  }

  Set<Dimension> needed() {
    var needed = new java.util.HashSet<>(by);
    needed.addAll(only.keySet());
    return needed;
  }
}
