package dev.headgate.call;

import dev.headgate.base.Cause;
import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Printable;
import dev.headgate.base.Usage;
import dev.headgate.price.Prices;
import dev.headgate.protocol.Surface;
import dev.headgate.protocol.Terms;
import dev.headgate.provider.Attempt;
import dev.headgate.provider.Ended;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord.Spend;
import dev.headgate.record.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The attempts of a call and what they cost. Belongs to the call's thread.
final class Spending {
  private final Call call;
  private final Prices prices;
  private final List<AttemptRecord> ended = new ArrayList<>(2);
  private @Nullable Open open;
  private Usage usage = Usage.NONE;
  private NanoUsd cost = NanoUsd.ZERO;
  private boolean unpriced; // something may have been billed that has no known price

  Spending(Call call, Prices prices) {
    this.call = call;
    this.prices = prices;
  }

  /// A caller may have chosen the name.
  private static String shown(Attempt attempt) {
    return Printable.of(attempt.target().toString());
  }

  /// An attempt begins.
  Open begin(Attempt attempt) {
    if (!ended.isEmpty()) {
      ended.add(ended.removeLast().followedBy(shown(attempt)));
    }
    open = new Open(attempt, call.millis());
    return open;
  }

  /// All attempts, in their order; one still open ends here, for `why`.
  List<AttemptRecord> attempts(String why) {
    if (open != null) {
      open.settle(new Ended.Cut(new Cause(why), Usage.NONE, Terms.NONE));
    }
    return ended;
  }

  Spend total() {
    String version = ended.isEmpty() ? null : prices.version();
    return new Spend(usage, unpriced ? null : cost, version);
  }

  /// An attempt until it is settled.
  final class Open {
    private final Attempt attempt;
    private final double began;

    private Open(Attempt attempt, double began) {
      this.attempt = attempt;
      this.began = began;
    }

    /// The first time counts.
    void settle(Ended how) {
      if (open != this) {
        return;
      }
      open = null;
      switch (how) {
        case Ended.Unsent(Cause cause) -> free(cause, null);
        case Ended.Unbilled(Cause cause, int status) -> free(cause, status);
        case Ended.Billed(Usage used, Terms terms, var cause) ->
            add(cause == null ? Outcome.ANSWERED : Outcome.FAILED, cause, 200, used, terms);
        case Ended.Cut(Cause cause, Usage used, Terms terms) ->
            add(broken(cause), cause, relayed() ? 200 : null, used, terms);
      }
    }

    private void free(Cause cause, @Nullable Integer status) {
      note(Outcome.FAILED, cause, status, Usage.NONE, Terms.NONE, null);
    }

    private Outcome broken(Cause cause) {
      return cause.equals(Cause.CLIENT_GONE)
          ? Outcome.ABANDONED
          : relayed() ? Outcome.CUT : Outcome.FAILED;
    }

    private boolean relayed() {
      return call.reading != null;
    }

    private void add(
        Outcome outcome, @Nullable Cause cause, @Nullable Integer status, Usage used, Terms terms) {
      var target = attempt.target();
      Instant at = Instant.ofEpochMilli(call.epochMillis);
      Cost spent =
          used.isKnown()
              ? prices.cost(target.provider(), target.model(), used, terms, at).orElse(null)
              : null;
      usage = usage.plus(used);
      cost = spent == null ? cost : cost.plus(spent.total());
      unpriced |= spent == null && call.surface != Surface.COUNT_TOKENS; // which is free
      note(outcome, cause, status, used, terms, spent);
    }

    private void note(
        Outcome outcome,
        @Nullable Cause cause,
        @Nullable Integer status,
        Usage used,
        Terms terms,
        @Nullable Cost spent) {
      Double content = relayed() ? call.firstTokenMillis() : null;
      ended.add(
          new AttemptRecord(
              attempt.number(),
              shown(attempt),
              attempt.span(),
              clean(terms),
              began,
              content == null ? null : Double.valueOf(Call.rounded(content - began)),
              Call.rounded(call.millis() - began),
              status,
              outcome,
              cause == null ? null : cause.code(),
              used,
              spent,
              null));
    }

    /// A provider's words.
    private static Terms clean(Terms terms) {
      return new Terms(
          clean(terms.model()), clean(terms.tier()), clean(terms.speed()), clean(terms.region()));
    }

    private static @Nullable String clean(@Nullable String word) {
      return word == null ? null : Printable.of(word);
    }
  }
}
