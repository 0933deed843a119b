package dev.headgate.record;

import dev.headgate.base.Usage;
import org.jspecify.annotations.Nullable;

/// A finished call. Holds no text of anybody: neither prompts nor answers nor keys.
public record CallRecord(
    String id, long epochMillis, Asked asked, Served served, Ending ending, Usage usage) {

  /// What was asked, by whom.
  public record Asked(
      String surface,
      @Nullable String key,
      @Nullable String model,
      @Nullable String feature,
      boolean stream,
      @Nullable Integer cap) {}

  /// Who was chosen to serve it.
  public record Served(
      @Nullable String variant,
      @Nullable Integer bucket,
      @Nullable String target,
      int attempts,
      @Nullable String fallback,
      @Nullable Integer cap) {}

  /// How it ended, in milliseconds since it came: `firstToken` is when content came from the
  /// provider, `overhead` the time that the gate itself took before the answer began.
  public record Ending(
      Outcome outcome,
      @Nullable String cause,
      int status,
      @Nullable String finish,
      double durationMillis,
      @Nullable Double firstTokenMillis,
      @Nullable Double overheadMillis) {}
}
