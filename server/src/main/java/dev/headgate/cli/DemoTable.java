package dev.headgate.cli;

import dev.headgate.base.Clock;
import dev.headgate.base.NanoUsd;
import dev.headgate.cli.Tally.Figures;
import dev.headgate.record.CallRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;

/// The calls of the demo by variant, made of their records. Eighty columns wide.
final class DemoTable implements Consumer<CallRecord> {
  private static final String ROW = "%-10s%8s%6s%6s%9s%8s%7s%10s%10s";

  static final List<String> HEADING =
      List.of(
          "           --- the last 10 s, in ms ---  -------- since the start --------",
          ROW.formatted(
              "VARIANT",
              "CALLS/S",
              "P50",
              "P95",
              "1ST TOK",
              "CALLS",
              "ERRORS",
              "FALLBACKS",
              "COST"));

  private final Map<String, Tally> tallies = new LinkedHashMap<>();

  DemoTable(List<String> variants, Clock clock) {
    long began = clock.nanos();
    variants.forEach(each -> tallies.put(each, new Tally(clock, began)));
  }

  /// Calls of no variant are those that somebody makes besides.
  @Override
  public void accept(CallRecord call) {
    String variant = call.served().variant();
    Tally tally = variant == null ? null : tallies.get(variant);
    if (tally != null) {
      tally.add(call);
    }
  }

  List<String> rows() {
    var rows = new ArrayList<String>();
    tallies.forEach((variant, tally) -> rows.add(row(variant, tally.figures())));
    return rows;
  }

  private static String row(String variant, Figures figures) {
    return ROW.formatted(
        variant,
        String.format(Locale.ROOT, "%.1f", figures.perSecond()),
        orDash(figures.p50()),
        orDash(figures.p95()),
        orDash(figures.firstToken()),
        count(figures.calls()),
        count(figures.errors()),
        count(figures.fallbacks()),
        dollars(figures.cost()));
  }

  private static String orDash(long millis) {
    return millis == 0 ? "-" : count(millis);
  }

  /// To a hundredth of a cent.
  private static String dollars(NanoUsd amount) {
    return String.format(Locale.ROOT, "$%.4f", amount.nanos() / 1e9);
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// All variants together, in words.
  String summary() {
    return "%s calls: %s answered by the provider, %s by the fallback, %s failed.%nTogether they cost %s."
        .formatted(
            count(sum(Figures::calls)),
            count(sum(Figures::answered)),
            count(sum(Figures::fallbacks)),
            count(sum(Figures::errors)),
            dollars(new NanoUsd(sum(figures -> figures.cost().nanos()))));
  }

  private long sum(ToLongFunction<Figures> of) {
    return tallies.values().stream().map(Tally::figures).mapToLong(of).sum();
  }
}
