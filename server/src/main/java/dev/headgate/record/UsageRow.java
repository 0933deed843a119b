package dev.headgate.record;

import dev.headgate.base.NanoUsd;
import dev.headgate.record.Cell.Sum;
import dev.headgate.record.Cell.Time;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The sums over one group of calls. `group` are its values of the dimensions asked for, empty for
/// what a call has not; `series` are calls by equal parts of the time asked for.
public record UsageRow(List<String> group, Totals totals, List<Long> series) {
  /// Counts, tokens, and cost of what has a known price; times in milliseconds are true to 1 %, and
  /// absent where no call had one. `estimated` calls have a usage that is not the provider's own
  /// count, `unpriced` ones a cost that is not known.
  public record Totals(
      long calls,
      long errors,
      long attempts,
      long estimated,
      long unpriced,
      long tokensIn,
      long tokensOut,
      long cacheRead,
      long cacheWrite,
      long reasoning,
      NanoUsd cost,
      NanoUsd saved,
      @Nullable Quantiles latency,
      @Nullable Quantiles firstToken,
      @Nullable Quantiles overhead) {

    static Totals of(Cell cell) {
      return new Totals(
          cell.of(Sum.CALLS),
          cell.of(Sum.ERRORS),
          cell.of(Sum.ATTEMPTS),
          cell.of(Sum.ESTIMATED),
          cell.of(Sum.UNPRICED),
          cell.of(Sum.TOKENS_IN),
          cell.of(Sum.TOKENS_OUT),
          cell.of(Sum.CACHE_READ),
          cell.of(Sum.CACHE_WRITE),
          cell.of(Sum.REASONING),
          new NanoUsd(cell.of(Sum.COST_NANO)),
          new NanoUsd(cell.of(Sum.SAVED_NANO)),
          Quantiles.of(cell, Time.LATENCY),
          Quantiles.of(cell, Time.FIRST_TOKEN),
          Quantiles.of(cell, Time.OVERHEAD));
    }
  }

  /// Milliseconds that half, 95 % and 99 % of the calls did not exceed.
  public record Quantiles(double p50, double p95, double p99) {
    static @Nullable Quantiles of(Cell cell, Time time) {
      Double p50 = cell.quantile(time, 0.5);
      Double p95 = cell.quantile(time, 0.95);
      Double p99 = cell.quantile(time, 0.99);
      return p50 == null || p95 == null || p99 == null ? null : new Quantiles(p50, p95, p99);
    }
  }

  public UsageRow {
    group = List.copyOf(group);
    series = List.copyOf(series);
  }
}
