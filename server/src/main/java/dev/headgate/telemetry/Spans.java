package dev.headgate.telemetry;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import dev.headgate.base.NanoUsd;
import dev.headgate.base.Printable;
import dev.headgate.base.Trace;
import dev.headgate.base.Usage;
import dev.headgate.record.AttemptRecord;
import dev.headgate.record.CallRecord;
import dev.headgate.record.Outcome;
import dev.headgate.telemetry.TraceSetting.Peer;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes spans of finished calls: one of the call itself, as a server, and below it one of each
/// attempt, as a client. Only the latter are operations of a model in the convention's sense, so
/// that nobody counts a call twice. There is no text of anybody in them.
final class Spans {
  private final Resource resource;
  private final SpanDialect dialect;
  private final boolean latest;

  Spans(Resource resource, SpanDialect dialect, boolean latest) {
    this.resource = resource;
    this.dialect = dialect;
    this.latest = latest;
  }

  /// The call's span first.
  List<SpanData> of(CallRecord call, TraceSetting setting) {
    var spans = new ArrayList<SpanData>(2);
    SpanContext own = context(call.trace(), call.trace().span(), false);
    spans.add(call(call, own));
    call.attempts().forEach(attempt -> spans.add(attempt(call, attempt, own, setting)));
    return spans;
  }

  private EndedSpan call(CallRecord call, SpanContext own) {
    Trace trace = call.trace();
    var attributes = Attributes.builder();
    describe(call, attributes);
    dialect.describe(call, attributes);
    return new EndedSpan(
        "POST " + route(call),
        SpanKind.SERVER,
        own,
        trace.parent() == null ? SpanContext.getInvalid() : context(trace, trace.parent(), true),
        call.ending().outcome().isError() || call.ending().status() >= 500,
        nanos(call, 0),
        nanos(call, call.ending().durationMillis()),
        attributes.build(),
        resource);
  }

  private EndedSpan attempt(
      CallRecord call, AttemptRecord attempt, SpanContext parent, TraceSetting setting) {
    var attributes = Attributes.builder();
    describe(call, attempt, setting.peers().get(provider(attempt)), attributes);
    dialect.describe(call, attempt, attributes);
    return new EndedSpan(
        operation(call) + " " + model(attempt),
        SpanKind.CLIENT,
        context(call.trace(), attempt.span(), false),
        parent,
        attempt.outcome().isError(),
        nanos(call, attempt.startMillis()),
        nanos(call, attempt.startMillis() + attempt.durationMillis()),
        attributes.build(),
        resource);
  }

  private static SpanContext context(Trace trace, String span, boolean remote) {
    TraceFlags flags = TraceFlags.getSampled(); // or it would not be sent
    return remote
        ? SpanContext.createFromRemoteParent(trace.id(), span, flags, TraceState.getDefault())
        : SpanContext.create(trace.id(), span, flags, TraceState.getDefault());
  }

  private static void describe(CallRecord call, AttributesBuilder to) {
    var asked = call.asked();
    var ending = call.ending();
    to.put("http.request.method", "POST");
    to.put("http.route", route(call));
    to.put("http.response.status_code", ending.status());
    to.put("url.scheme", "http");
    text(to, "url.path", asked.feature() == null ? route(call) : path(call, asked.feature()));
    text(to, "error.type", ending.status() >= 400 || ending.outcome().isError() ? why(call) : null);
    shared(call, to);
    text(to, "headgate.key.id", asked.key());
    text(to, "headgate.team", asked.team());
    text(to, "headgate.model", asked.model());
    text(to, "headgate.target", call.served().target());
    to.put("headgate.outcome", ending.outcome().text());
    text(to, "headgate.cause", ending.cause());
    text(to, "headgate.fallback", call.served().fallback());
    to.put("headgate.attempts", call.attempts().size());
    to.put(doubleKey("headgate.overhead.ms"), ending.overheadMillis());
    to.put(doubleKey("headgate.cost.usd"), dollars(call.spend().cost()));
    text(to, "headgate.price.version", call.spend().priceVersion());
    flag(call, to);
  }

  private static String why(CallRecord call) {
    String cause = call.ending().cause();
    return cause == null ? String.valueOf(call.ending().status()) : cause;
  }

  /// On both kinds of spans, to find one by the other.
  private static void shared(CallRecord call, AttributesBuilder to) {
    to.put("headgate.call.id", call.id());
    text(to, "headgate.feature", call.asked().feature());
    text(to, "headgate.variant", call.served().variant());
  }

  /// In the terms of OpenTelemetry's convention for feature flags.
  private static void flag(CallRecord call, AttributesBuilder to) {
    String variant = call.served().variant();
    if (call.asked().feature() != null && variant != null) {
      text(to, "feature_flag.key", call.asked().feature());
      text(to, "feature_flag.result.variant", variant);
      boolean switched = "operator".equals(call.served().reason());
      to.put("feature_flag.result.reason", switched ? "static" : "split");
      to.put("feature_flag.provider.name", "headgate");
    }
  }

  private void describe(
      CallRecord call, AttemptRecord attempt, @Nullable Peer peer, AttributesBuilder to) {
    to.put("gen_ai.operation.name", operation(call));
    text(to, "gen_ai.provider.name", peer == null ? provider(attempt) : peer.vendor());
    text(to, "gen_ai.request.model", model(attempt));
    number(to, "gen_ai.request.max_tokens", cap(call));
    if (call.asked().stream()) {
      to.put("gen_ai.request.stream", true);
      to.put(doubleKey("gen_ai.response.time_to_first_chunk"), seconds(attempt.firstTokenMillis()));
    }
    text(to, "gen_ai.response.model", attempt.model());
    finish(call, attempt, to);
    usage(attempt.usage(), to);
    if (peer != null) {
      to.put("server.address", peer.host());
      to.put("server.port", peer.port());
    }
    number(to, "http.response.status_code", attempt.status());
    if (attempt.number() > 1) {
      to.put("http.request.resend_count", attempt.number() - 1);
    }
    text(to, "error.type", attempt.outcome() == Outcome.ANSWERED ? null : attempt.cause());
    shared(call, to);
    to.put("headgate.attempt.n", attempt.number());
    NanoUsd cost = attempt.cost() == null ? null : attempt.cost().total();
    to.put(doubleKey("headgate.attempt.cost.usd"), dollars(cost));
  }

  /// Of the attempt that the client saw; a stream that was lost finished with `error`.
  private static void finish(CallRecord call, AttemptRecord attempt, AttributesBuilder to) {
    boolean seen = attempt.outcome() == Outcome.ANSWERED || attempt.outcome() == Outcome.CUT;
    String finish = attempt.outcome() == Outcome.CUT ? "error" : call.ending().finish();
    if (seen && finish != null) {
      to.put(stringArrayKey("gen_ai.response.finish_reasons"), List.of(Printable.of(finish)));
    }
  }

  /// The cache's writes have one name or the other, never both: receivers would count them twice.
  private void usage(Usage usage, AttributesBuilder to) {
    if (usage.isKnown()) {
      String write = latest ? "cache_write" : "cache_creation";
      to.put("gen_ai.usage.input_tokens", usage.input());
      to.put("gen_ai.usage.output_tokens", usage.output());
      to.put("gen_ai.usage.cache_read.input_tokens", usage.cacheRead());
      to.put("gen_ai.usage." + write + ".input_tokens", usage.cacheWrite());
      to.put("gen_ai.usage.reasoning.output_tokens", usage.reasoning());
      to.put("headgate.usage.source", usage.source().text());
    }
  }

  /// The convention's name for what was asked for.
  static String operation(CallRecord call) {
    return switch (call.asked().surface()) {
      case "embeddings" -> "embeddings";
      case "count-tokens" -> "count_tokens";
      default -> "chat";
    };
  }

  private static String route(CallRecord call) {
    return switch (call.asked().surface()) {
      case "chat" -> "/v1/chat/completions";
      case "count-tokens" -> "/v1/messages/count_tokens";
      case "features" -> "/v1/features/{feature}/completions";
      default -> "/v1/" + call.asked().surface();
    };
  }

  private static String path(CallRecord call, String feature) {
    return route(call).replace("{feature}", feature);
  }

  static String provider(AttemptRecord attempt) {
    return attempt.target().substring(0, Math.max(0, attempt.target().indexOf('/')));
  }

  /// As the provider names it.
  static String model(AttemptRecord attempt) {
    return attempt.target().substring(attempt.target().indexOf('/') + 1);
  }

  /// The most tokens that were asked for.
  static @Nullable Integer cap(CallRecord call) {
    return call.served().cap() == null ? call.asked().cap() : call.served().cap();
  }

  /// Nanoseconds since 1970, so many milliseconds after a call came.
  static long nanos(CallRecord call, double millis) {
    return call.epochMillis() * 1_000_000 + Math.round(millis * 1_000_000);
  }

  private static @Nullable Double seconds(@Nullable Double millis) {
    return millis == null ? null : Double.valueOf(millis / 1_000);
  }

  private static @Nullable Double dollars(@Nullable NanoUsd amount) {
    return amount == null ? null : Double.valueOf(amount.nanos() / 1e9);
  }

  private static void number(AttributesBuilder to, String name, @Nullable Integer value) {
    if (value != null) {
      to.put(longKey(name), value.longValue());
    }
  }

  private static void text(AttributesBuilder to, String name, @Nullable String value) {
    if (value != null) {
      to.put(stringKey(name), Printable.of(value));
    }
  }
}
