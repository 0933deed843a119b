package dev.headgate.record;

import dev.headgate.base.Cost;
import dev.headgate.base.NanoUsd;
import dev.headgate.base.Unit;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Calls as operators get them: a page of them in their one shape, or one with its plan, what was
/// decided and why, and its attempts with their cost line by line.
final class WholeCall {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MILLION = 6; // of pico-dollars each: decimals of dollars per million
  private static final int PICO = 12;

  private WholeCall() {}

  /// Calls, the newest first; where there may be more, `next` is what `before` takes.
  static byte[] page(List<CallRecord> calls, boolean more) {
    return written(json -> {
      json.writeArrayPropertyStart("calls");
      for (CallRecord call : calls) {
        json.writeStartObject();
        CallJson.write(call, json);
        json.writeEndObject();
      }
      json.writeEndArray();
      if (more) {
        json.writeStringProperty("next", calls.getLast().id());
      }
    });
  }

  static byte[] json(CallRecord call) {
    return written(json -> {
      CallJson.write(call, json);
      texts(json, "plan", call.served().plan());
      decision(call.served(), json);
      json.writeArrayPropertyStart("attempts");
      call.attempts().forEach(attempt -> attempt(attempt, json));
      json.writeEndArray();
    });
  }

  private static byte[] written(Consumer<JsonGenerator> members) {
    var bytes = new ByteArrayOutputStream(4 << 10);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      json.writeStartObject();
      members.accept(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts) {
    json.writeArrayPropertyStart(name);
    texts.forEach(json::writeString);
    json.writeEndArray();
  }

  private static void decision(CallRecord.Served served, JsonGenerator json) {
    json.writeObjectPropertyStart("decision");
    CallJson.text(json, "variant", served.variant());
    CallJson.number(json, "bucket", served.bucket());
    CallJson.text(json, "reason", served.reason());
    texts(json, "rejected", served.rejected());
    json.writeStringProperty("config", served.config());
    json.writeEndObject();
  }

  private static void attempt(AttemptRecord attempt, JsonGenerator json) {
    json.writeStartObject();
    json.writeNumberProperty("n", attempt.number());
    json.writeStringProperty("target", attempt.target());
    CallJson.text(json, "model", attempt.model());
    json.writeNumberProperty("start_ms", attempt.startMillis());
    CallJson.number(json, "first_token_ms", attempt.firstTokenMillis());
    json.writeNumberProperty("duration_ms", attempt.durationMillis());
    CallJson.number(json, "status", attempt.status());
    json.writeStringProperty("outcome", attempt.outcome().text());
    CallJson.text(json, "cause", attempt.cause());
    CallJson.usage(attempt.usage(), json);
    cost(attempt.cost(), json);
    CallJson.text(json, "next", attempt.next());
    json.writeEndObject();
  }

  private static void cost(@Nullable Cost cost, JsonGenerator json) {
    if (cost == null) {
      return;
    }
    NanoUsd total = cost.total();
    json.writeNumberProperty("cost_nano", total.nanos());
    json.writeStringProperty("price_rule", cost.rule());
    json.writeArrayPropertyStart("cost");
    for (Cost.Line line : cost.lines()) {
      boolean request = line.unit().kind() == Unit.Kind.REQUEST;
      json.writeStartObject();
      json.writeStringProperty("unit", line.unit().text());
      json.writeNumberProperty("count", line.count());
      json.writeName(request ? "usd_per_request" : "usd_per_million");
      json.writeNumber(plain(line.picos(), request ? PICO : MILLION));
      json.writeNumberProperty("cost_nano", line.total().nanos());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /// Never with an exponent, which not every reader of money expects.
  private static String plain(long picos, int decimals) {
    return BigDecimal.valueOf(picos, decimals).stripTrailingZeros().toPlainString();
  }
}
