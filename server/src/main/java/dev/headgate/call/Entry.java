package dev.headgate.call;

import dev.headgate.base.NanoUsd;
import dev.headgate.base.Printable;
import dev.headgate.base.Usage;
import dev.headgate.call.Choice.Assigned;
import dev.headgate.protocol.Ask;
import dev.headgate.protocol.CallBody;
import dev.headgate.protocol.Finish;
import dev.headgate.provider.Attempt;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.CallRecord.Asked;
import dev.headgate.record.CallRecord.Served;
import dev.headgate.record.CallRecord.Spend;
import dev.headgate.record.CallStart;
import dev.headgate.record.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What a call's record says, made of what is known when an attempt begins, and when it ends.
record Entry(Call call) {
  private static final Spend NOTHING = new Spend(Usage.NONE, NanoUsd.ZERO, null);

  CallStart start(Attempt attempt) {
    return new CallStart(
        call.id.text(),
        call.epochMillis,
        call.trace,
        asked(),
        served(null),
        attempt.number(),
        Printable.of(attempt.target().toString()));
  }

  CallRecord of(Outcome outcome, @Nullable String cause, int status, @Nullable String fallback) {
    var finish = call.reading == null ? Optional.<Finish>empty() : call.reading.finish();
    Spending spending = call.spending;
    List<AttemptRecord> attempts =
        spending == null ? List.of() : spending.attempts(cause == null ? "bug" : cause);
    return new CallRecord(
        call.id.text(),
        call.epochMillis,
        call.trace,
        asked(),
        served(fallback),
        new CallRecord.Ending(
            outcome,
            cause,
            status,
            finish.map(Finish::text).orElse(null),
            call.millis(),
            call.firstTokenMillis(),
            call.overheadMillis()),
        spending == null ? NOTHING : spending.total(),
        attempts);
  }

  private Asked asked() {
    var who = call.principal;
    String key = who == null ? null : who.name();
    String team = who == null ? null : who.team();
    String surface = call.surface.text();
    Ask ask = call.ask;
    if (ask == null) {
      return new Asked(surface, key, team, null, null, false, null, Map.of());
    }
    return new Asked(
        surface,
        key,
        team,
        Printable.of(ask.model()),
        feature(ask),
        ask.stream(),
        orNull(ask.cap()),
        ask.tags());
  }

  /// Only a name that exists here: what anybody may write is in `model`.
  private @Nullable String feature(Ask ask) {
    return call.choice != null && ask.isFeature() ? ask.feature() : null;
  }

  private Served served(@Nullable String fallback) {
    Assigned assigned = call.assigned();
    Attempt attempt = call.attempt;
    return new Served(
        assigned == null ? null : assigned.variant(),
        assigned == null ? null : assigned.bucket(),
        assigned == null ? null : assigned.reason(),
        attempt == null ? null : Printable.of(attempt.target().toString()),
        fallback,
        attempt == null || call.granted == CallBody.UNCAPPED ? null : Integer.valueOf(call.granted),
        call.plan(),
        call.rejected(),
        call.config);
  }

  private static @Nullable Integer orNull(OptionalInt number) {
    return number.isPresent() ? Integer.valueOf(number.getAsInt()) : null;
  }
}
