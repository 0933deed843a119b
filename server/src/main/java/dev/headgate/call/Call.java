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
import dev.headgate.base.Trace;
import dev.headgate.call.Choice.Assigned;
import dev.headgate.call.Choice.Planned;
import dev.headgate.http.Exchange;
import dev.headgate.price.Prices;
import dev.headgate.protocol.Ask;
import dev.headgate.protocol.Canned;
import dev.headgate.protocol.Facts;
import dev.headgate.protocol.Neutral;
import dev.headgate.protocol.Reading;
import dev.headgate.protocol.Renderings;
import dev.headgate.protocol.Surface;
import dev.headgate.provider.Attempt;
import dev.headgate.provider.Opened.Answer;
import dev.headgate.provider.Timeout;
import dev.headgate.route.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// One call while it is served: what is known of it so far. Belongs to its thread.
final class Call {
  private static final int MOST_REJECTED = 16;

  final CallId id;
  final Trace trace;
  final Surface surface;
  final Exchange exchange;
  final long epochMillis;
  final String config; // its version
  private final Clock clock;
  private final long came;

  @Nullable Principal principal;
  @Nullable Ask ask;
  @Nullable Choice choice;
  @Nullable Attempt attempt; // the latest
  @Nullable Reading reading; // of the answer that is passed on
  @Nullable Spending spending; // once somebody is asked
  int granted;
  private final List<String> rejected = new ArrayList<>(0);
  private long opened; // when the first attempt began
  private long content; // when an answer was here
  private long overhead;

  Call(Exchange exchange, Surface surface, Clock clock, String config) {
    this.exchange = exchange;
    this.surface = surface;
    this.clock = clock;
    this.config = config;
    came = exchange.received();
    epochMillis = clock.epochMillis();
    id = CallId.at(epochMillis);
    trace = Trace.of(exchange.request());
  }

  Request request() {
    return exchange.request();
  }

  Stop stop() {
    return exchange.stop();
  }

  Principal by(Principal who) {
    principal = who;
    return who;
  }

  Ask asking(Ask what) {
    ask = what;
    return what;
  }

  Choice choosing(Choice chosen) {
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
      return Neutral.rendering(answer.operation(), streams(), answer.reading(), facts(null));
    }
    var dialect = answer.attempt().target().dialect();
    boolean hide =
        !answer.isError()
            && choice instanceof Planned planned
            && planned.body().injectsUsage(dialect);
    return hide ? Renderings.withoutInjectedUsage() : Renderings.unchanged();
  }

  /// The canned answer, whole or as a stream, as the client asked.
  byte[] canned(String text) {
    boolean usage = ask != null && ask.asksForUsage();
    return Canned.answer(surface, streams(), usage, text, facts("canned"));
  }

  /// What an answer of our own says of the call.
  Facts facts(@Nullable String fallback) {
    Assigned assigned = assigned();
    return new Facts(
        id.text(),
        ask != null && ask.isFeature() ? ask.feature() : "",
        assigned == null ? "" : assigned.variant(),
        attempt == null ? model() : attempt.target().toString(),
        fallback);
  }

  /// The variant that serves the call, if a feature was called.
  @Nullable Assigned assigned() {
    return choice instanceof Planned planned ? planned.assigned() : null;
  }

  /// The targets that were to be asked, in order.
  List<String> plan() {
    return choice instanceof Planned planned
        ? planned.plan().targets().stream().map(each -> Printable.of(each.toString())).toList()
        : List.of();
  }

  /// A target of the plan is not asked after all.
  void passesOver(Target target, String why) {
    rejected.add(Printable.of(target + ": " + why));
  }

  /// Nobody is asked, for the identical request has just failed.
  void repeats() {
    rejected.add("the same request has just failed");
  }

  /// The targets that were not asked, each with the reason, as far as there is room.
  List<String> rejected() {
    return choice instanceof Planned planned
        ? Stream.concat(planned.plan().rejected().stream().map(Printable::of), rejected.stream())
            .limit(MOST_REJECTED)
            .toList()
        : List.of();
  }

  private String model() {
    return ask == null ? "" : ask.model();
  }

  Spending spends(Prices prices) {
    spending = new Spending(this, prices);
    return spending;
  }

  /// From here on providers are waited for.
  void opens() {
    opened = clock.nanos();
  }

  void hasAnswer() {
    content = clock.nanos();
  }

  double millis() {
    return millis(clock.nanos() - came);
  }

  /// When content came from the provider; only a stream shows that.
  @Nullable Double firstTokenMillis() {
    return streams() && reading != null ? Double.valueOf(millis(content - came)) : null;
  }

  /// The answer begins now; what the gate itself took until here is known.
  void answers() {
    overhead = clock.nanos() - content + opened - came;
  }

  /// What the gate itself took before the answer began.
  @Nullable Double overheadMillis() {
    return reading == null ? null : Double.valueOf(millis(overhead));
  }

  /// To a thousandth, so that it reads well.
  private static double millis(long nanos) {
    return rounded(nanos / 1_000_000.0);
  }

  static double rounded(double millis) {
    return Math.round(millis * 1_000.0) / 1_000.0;
  }
}
