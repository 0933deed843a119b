package dev.headgate.price;

import static java.util.stream.Collectors.joining;

import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;

/// Times of day, in UTC; none is always.
record Hours(List<Window> windows) {
  static final Hours ALWAYS = new Hours(List.of());

  /// From a time of day on, until before another of the same day; in seconds.
  record Window(int from, int until) {
    /// Reads `01:00-04:00`.
    static Window parse(String text) {
      String[] ends = text.split("-", -1);
      try {
        int from = LocalTime.parse(ends[0]).toSecondOfDay();
        int until = ends.length == 2 ? LocalTime.parse(ends[1]).toSecondOfDay() : 0;
        if (from < until) {
          return new Window(from, until);
        }
      } catch (DateTimeException wrong) {
        // said below
      }
      throw new IllegalArgumentException(text + " (expected: two times, as 01:00-04:00)");
    }

    private boolean meets(Window other) {
      return from < other.until && other.from < until;
    }

    @Override
    public String toString() {
      return LocalTime.ofSecondOfDay(from) + "-" + LocalTime.ofSecondOfDay(until);
    }
  }

  Hours {
    windows = List.copyOf(windows);
  }

  /// Reads `01:00-04:00,06:00-10:00`.
  static Hours parse(String text) {
    return new Hours(Stream.of(text.split(",", -1)).map(Window::parse).toList());
  }

  boolean always() {
    return windows.isEmpty();
  }

  boolean contain(int secondOfDay) {
    for (Window window : windows) {
      if (window.from <= secondOfDay && secondOfDay < window.until) {
        return true;
      }
    }
    return always();
  }

  boolean meet(Hours other) {
    return windows.stream().anyMatch(mine -> other.windows.stream().anyMatch(mine::meets));
  }

  @Override
  public String toString() {
    return windows.stream().map(Window::toString).collect(joining(","));
  }
}
