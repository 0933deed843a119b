package dev.headgate.call;

import dev.headgate.base.Printable;
import dev.headgate.call.Choice.Assigned;
import dev.headgate.protocol.Ask;
import dev.headgate.protocol.CallBody;
import dev.headgate.protocol.Finish;
import dev.headgate.provider.Attempt;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// What a call's record says, made of what is known when it ends.
record Entry(Call call) {
  CallRecord of(Outcome outcome, @Nullable String cause, int status, @Nullable String fallback) {
    var finish = call.reading == null ? Optional.<Finish>empty() : call.reading.finish();
    return new CallRecord(
        call.id.text(),
        call.epochMillis,
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
        call.usage);
  }

  private CallRecord.Asked asked() {
    String key = call.principal == null ? null : call.principal.name();
    Ask ask = call.ask;
    if (ask == null) {
      return new CallRecord.Asked(call.surface.text(), key, null, null, false, null);
    }
    return new CallRecord.Asked(
        call.surface.text(),
        key,
        Printable.of(ask.model()),
        feature(ask),
        ask.stream(),
        orNull(ask.cap()));
  }

  /// Only a name that exists here: what anybody may write is in `model`.
  private @Nullable String feature(Ask ask) {
    return call.choice != null && ask.isFeature() ? ask.feature() : null;
  }

  private CallRecord.Served served(@Nullable String fallback) {
    Assigned assigned = call.assigned();
    Attempt attempt = call.attempt;
    return new CallRecord.Served(
        assigned == null ? null : assigned.variant(),
        assigned == null ? null : assigned.bucket(),
        attempt == null ? null : Printable.of(attempt.target().toString()),
        attempt == null ? 0 : attempt.number(),
        fallback,
        attempt == null || call.granted == CallBody.UNCAPPED
            ? null
            : Integer.valueOf(call.granted));
  }

  private static @Nullable Integer orNull(OptionalInt number) {
    return number.isPresent() ? Integer.valueOf(number.getAsInt()) : null;
  }
}
