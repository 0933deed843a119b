package dev.headgate.record;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What is asked of the sums over calls: of which calls (values by dimension; none is all), from
/// `since` up to, not including, `until`, by which dimensions. Times are rounded down to the
/// minute, or to the hour where keys are told apart or more than a day is asked for.
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
