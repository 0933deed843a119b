package dev.headgate.record;

import dev.headgate.base.NanoUsd;
import dev.headgate.base.Trace;
import dev.headgate.base.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A finished call. Holds no text of anybody: neither prompts nor answers nor keys.
public record CallRecord(
    String id,
    long epochMillis,
    Trace trace,
    Asked asked,
    Served served,
    Ending ending,
    Spend spend,
    List<AttemptRecord> attempts) {

  public CallRecord {
    attempts = List.copyOf(attempts);
  }

  /// What was asked, by whom. `tags` are the caller's own: at most 16, of at most 512 bytes
  /// together.
  public record Asked(
      String surface,
      @Nullable String key,
      @Nullable String team,
      @Nullable String model,
      @Nullable String feature,
      boolean stream,
      @Nullable Integer cap,
      Map<String, String> tags) {
    public Asked {
      tags = Map.copyOf(tags);
    }
  }

  /// Who was chosen to serve it, and why: `reason` is how the variant was assigned (`key`, `draw`,
  /// `operator`), `plan` the targets in order, `rejected` those that were passed over, each with
  /// its reason, `config` the version of the configuration in force.
  public record Served(
      @Nullable String variant,
      @Nullable Integer bucket,
      @Nullable String reason,
      @Nullable String target,
      @Nullable String fallback,
      @Nullable Integer cap,
      List<String> plan,
      List<String> rejected,
      String config) {
    public Served {
      plan = List.copyOf(plan);
      rejected = List.copyOf(rejected);
    }
  }

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

  /// The sums over all attempts. `cost` is absent where any of it has no known price; what nobody
  /// billed costs nothing. `priceVersion` names the price list.
  public record Spend(Usage usage, @Nullable NanoUsd cost, @Nullable String priceVersion) {}

  /// The same with other attempts.
  CallRecord withAttempts(List<AttemptRecord> others) {
    return new CallRecord(id, epochMillis, trace, asked, served, ending, spend, others);
  }

  /// Whether what it used is not the provider's own count, or not known.
  public boolean isEstimated() {
    return spend.usage().source() == Usage.Source.ESTIMATED || ending.outcome() == Outcome.CRASHED;
  }

  public Usage usage() {
    return spend.usage();
  }
}
