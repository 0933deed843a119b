package dev.headgate.call;

import dev.headgate.access.Principal;
import dev.headgate.base.CallId;
import dev.headgate.base.Cause;
import dev.headgate.base.Clock;
import dev.headgate.base.Printable;
import dev.headgate.base.Registration;
import dev.headgate.base.Request;
import dev.headgate.base.Stop;
import dev.headgate.base.Tap;
import dev.headgate.base.Usage;
import dev.headgate.call.Choice.Assigned;
import dev.headgate.http.Exchange;
import dev.headgate.protocol.Ask;
import dev.headgate.protocol.CallBody;
import dev.headgate.protocol.Canned;
import dev.headgate.protocol.Facts;
import dev.headgate.protocol.Finish;
import dev.headgate.protocol.Neutral;
import dev.headgate.protocol.Reading;
import dev.headgate.protocol.Renderings;
import dev.headgate.protocol.Surface;
import dev.headgate.provider.Attempt;
import dev.headgate.provider.Opened.Answer;
import dev.headgate.provider.Timeout;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// One call while it is served: what is known of it so far. Belongs to its thread.
final class Call {
  final CallId id;
  final Surface surface;
  final Exchange exchange;
  final long epochMillis;
  private final Clock clock;
  private final long came;

  @Nullable Principal principal;
  @Nullable Ask ask;
  @Nullable Choice choice;
  @Nullable Attempt attempt; // the latest
  @Nullable Reading reading; // of the answer that is passed on
  Usage usage = Usage.NONE;
  int granted;
  private long asked; // when the first attempt began
  private long content; // when an answer was here
  private long overhead;

  Call(Exchange exchange, Surface surface, Clock clock) {
    this.exchange = exchange;
    this.surface = surface;
    this.clock = clock;
    came = clock.nanos();
    epochMillis = clock.epochMillis();
    id = CallId.at(epochMillis);
  }

  Request request() {
    return exchange.request();
  }

  Stop stop() {
    return exchange.stop();
  }

  Principal isBy(Principal who) {
    principal = who;
    return who;
  }

  Ask asks(Ask what) {
    ask = what;
    return what;
  }

  Choice gets(Choice chosen) {
    choice = chosen;
    return chosen;
  }

  boolean streams() {
    return ask != null && ask.stream();
  }

  /// Stops the call when its time is up.
  Registration endsWithin(Duration total) {
    return clock.at(came + total.toNanos(), () -> stop().now(Timeout.TOTAL));
  }

  /// What broke an answer that had begun.
  Cause brokenBy() {
    if (reading != null && reading.error().isPresent()) {
      return new Cause("provider.error-event");
    }
    boolean blank = reading != null && reading.finish().isPresent() && Neutral.isBlank(reading);
    return new Cause(blank && surface == Surface.FEATURES ? "provider.empty" : "provider.broken");
  }

  /// What becomes of the answer for this client.
  Tap rendering(Answer answer) {
    if (surface == Surface.FEATURES) {
      return Neutral.rendering(answer.asked(), streams(), answer.reading(), facts(null));
    }
    var dialect = answer.attempt().target().dialect();
    boolean hide = choice != null && choice.body().injectsUsage(dialect) && !answer.isError();
    return hide ? Renderings.withoutInjectedUsage() : Renderings.unchanged();
  }

  /// The canned answer, whole or as a stream, as the client asked.
  byte[] canned(String text) {
    boolean usage = ask != null && ask.asksForUsage();
    return Canned.answer(surface, streams(), usage, text, facts("canned"));
  }

  /// What an answer of our own says of the call.
  Facts facts(@Nullable String fallback) {
    Assigned assigned = choice == null ? null : choice.assigned();
    return new Facts(
        id.text(),
        assigned == null ? "" : assigned.feature(),
        assigned == null ? "" : assigned.variant(),
        attempt == null ? model() : attempt.target().toString(),
        fallback);
  }

  private String model() {
    return ask == null ? "" : ask.model();
  }

  /// From here on providers are waited for.
  void opens() {
    asked = clock.nanos();
  }

  void opened() {
    content = clock.nanos();
  }

  CallRecord record(
      Outcome outcome, @Nullable String cause, int status, @Nullable String fallback) {
    var finish = reading == null ? Optional.<Finish>empty() : reading.finish();
    return new CallRecord(
        id.text(),
        epochMillis,
        asked(),
        served(fallback),
        new CallRecord.Ending(
            outcome,
            cause,
            status,
            finish.map(Finish::text).orElse(null),
            millis(clock.nanos() - came),
            firstTokenMillis(),
            overheadMillis()),
        usage);
  }

  private CallRecord.Asked asked() {
    String key = principal == null ? null : principal.name();
    if (ask == null) {
      return new CallRecord.Asked(surface.text(), key, null, null, false, null);
    }
    return new CallRecord.Asked(
        surface.text(),
        key,
        Printable.of(ask.model()),
        choice == null || choice.assigned() == null ? null : choice.assigned().feature(),
        ask.stream(),
        orNull(ask.cap()));
  }

  private CallRecord.Served served(@Nullable String fallback) {
    Assigned assigned = choice == null ? null : choice.assigned();
    return new CallRecord.Served(
        assigned == null ? null : assigned.variant(),
        assigned == null ? null : Integer.valueOf(assigned.bucket()),
        attempt == null ? null : Printable.of(attempt.target().toString()),
        attempt == null ? 0 : attempt.number(),
        fallback,
        attempt == null || granted == CallBody.UNCAPPED ? null : Integer.valueOf(granted));
  }

  private static @Nullable Integer orNull(OptionalInt number) {
    return number.isPresent() ? Integer.valueOf(number.getAsInt()) : null;
  }

  /// When content came from the provider; only a stream shows that.
  private @Nullable Double firstTokenMillis() {
    return streams() && reading != null ? Double.valueOf(millis(content - came)) : null;
  }

  /// The answer begins now; what the gate itself took until here is known.
  void answers() {
    overhead = clock.nanos() - content + asked - came;
  }

  /// What the gate itself took before the answer began.
  @Nullable Double overheadMillis() {
    return reading == null ? null : Double.valueOf(millis(overhead));
  }

  /// To a thousandth, so that it reads well.
  private static double millis(long nanos) {
    return Math.round(nanos / 1_000.0) / 1_000.0;
  }
}
