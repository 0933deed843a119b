package dev.headgate.record;

import dev.headgate.base.Usage;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The one JSON shape of a call, schema `headgate.call/1`: what is absent is left out.
public final class CallJson {
  public static final String SCHEMA = "headgate.call/1";
  private static final JsonFactory JSON = new JsonFactory();

  private CallJson() {}

  /// One line, without its end.
  public static byte[] line(CallRecord call) {
    var bytes = new ByteArrayOutputStream(1_024);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      json.writeStringProperty("schema", SCHEMA);
      write(call, json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  static void write(CallRecord call, JsonGenerator json) {
    var asked = call.asked();
    var served = call.served();
    json.writeStringProperty("id", call.id());
    json.writeStringProperty("ts", Instant.ofEpochMilli(call.epochMillis()).toString());
    text(json, "trace_id", call.trace().id());
    json.writeStringProperty("surface", asked.surface());
    text(json, "feature", asked.feature());
    text(json, "variant", served.variant());
    number(json, "bucket", served.bucket());
    text(json, "key", asked.key());
    text(json, "team", asked.team());
    text(json, "model", asked.model());
    text(json, "target", served.target());
    json.writeBooleanProperty("stream", asked.stream());
    ending(call.ending(), json);
    json.writeNumberProperty("attempt_count", call.attempts().size());
    text(json, "fallback", served.fallback());
    usage(call.usage(), json);
    spend(call.spend(), json);
    number(json, "cap_asked", asked.cap());
    number(json, "cap_granted", served.cap());
  }

  private static void ending(CallRecord.Ending ending, JsonGenerator json) {
    json.writeStringProperty("outcome", ending.outcome().text());
    text(json, "cause", ending.cause());
    json.writeNumberProperty("status", ending.status());
    text(json, "finish", ending.finish());
    json.writeNumberProperty("duration_ms", ending.durationMillis());
    number(json, "first_token_ms", ending.firstTokenMillis());
    number(json, "overhead_ms", ending.overheadMillis());
  }

  static void usage(Usage usage, JsonGenerator json) {
    if (!usage.isKnown()) {
      return;
    }
    json.writeObjectPropertyStart("tokens");
    json.writeNumberProperty("in", usage.input());
    json.writeNumberProperty("out", usage.output());
    json.writeNumberProperty("cache_read", usage.cacheRead());
    json.writeNumberProperty("cache_write", usage.cacheWrite());
    json.writeNumberProperty("reasoning", usage.reasoning());
    json.writeEndObject();
    json.writeStringProperty("usage_source", usage.source().text());
  }

  private static void spend(CallRecord.Spend spend, JsonGenerator json) {
    if (spend.cost() != null) {
      json.writeNumberProperty("cost_nano", spend.cost().nanos());
    }
    text(json, "price_version", spend.priceVersion());
  }

  static void text(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  static void number(JsonGenerator json, String name, @Nullable Integer value) {
    if (value != null) {
      json.writeNumberProperty(name, value);
    }
  }

  static void number(JsonGenerator json, String name, @Nullable Double value) {
    if (value != null) {
      json.writeNumberProperty(name, value);
    }
  }
}
