package dev.headgate.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Refusal;
import dev.headgate.protocol.Forwarded;
import dev.headgate.protocol.Surface;
import dev.headgate.provider.Opened.Answer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/// The heads of our answers: what a provider said that concerns the client, and what we add.
final class Heads {
  private static final String JSON = "application/json";
  private static final String EVENTS = "text/event-stream";

  private Heads() {}

  /// Of an answer that is passed on.
  static Head relayed(Call call, Answer answer) {
    Head given = answer.head();
    var fields = new ArrayList<Field>();
    if (call.surface == Surface.FEATURES) {
      fields.add(type(call.streams()));
    } else {
      fields.addAll(Forwarded.answer(given.fields()));
    }
    if (answer.isError()) {
      fields.add(new Field("x-should-retry", "false"));
    }
    ours(call, fields);
    target(call, answer, fields);
    return new Head(given.status(), fields);
  }

  /// Of the canned answer.
  static Head canned(Call call) {
    List<Field> fields = own(call, call.streams());
    fields.add(new Field("x-headgate-fallback", "canned"));
    attempts(call, fields);
    return new Head(200, fields);
  }

  /// Of a stream that begins before anybody knows who will answer.
  static Head waiting(Call call) {
    return new Head(200, own(call, true));
  }

  static Head error(Call call, Refusal refusal) {
    List<Field> fields = own(call, false);
    fields.addAll(Retry.fields(refusal));
    attempts(call, fields);
    return new Head(refusal.code().status(), fields);
  }

  /// Of what no provider said: the call's id stands also where the vendor's SDK looks for one.
  private static List<Field> own(Call call, boolean stream) {
    var fields = new ArrayList<Field>();
    fields.add(type(stream));
    call.surface.requestId(call.id.text()).ifPresent(fields::add);
    ours(call, fields);
    return fields;
  }

  private static Field type(boolean stream) {
    return new Field("content-type", stream ? EVENTS : JSON);
  }

  private static void ours(Call call, List<Field> fields) {
    fields.add(new Field("x-headgate-call-id", call.id.text()));
    var assigned = call.assigned();
    if (assigned != null) {
      fields.add(new Field("x-headgate-feature", assigned.feature()));
      fields.add(new Field("x-headgate-variant", assigned.variant()));
    }
  }

  private static void target(Call call, Answer answer, List<Field> fields) {
    var target = answer.attempt().target();
    fields.add(new Field("x-headgate-provider", target.provider()));
    fields.add(new Field("x-headgate-model", ascii(target.model())));
    attempts(call, fields);
    if (call.ask != null && call.ask.cap().orElse(0) > call.granted) {
      fields.add(new Field("x-headgate-max-tokens-granted", Integer.toString(call.granted)));
    }
    Double overhead = call.overheadMillis();
    if (overhead != null) {
      fields.add(new Field("x-headgate-overhead-ms", BigDecimal.valueOf(overhead).toPlainString()));
    }
  }

  private static void attempts(Call call, List<Field> fields) {
    if (call.attempt != null) {
      fields.add(new Field("x-headgate-attempts", Integer.toString(call.attempt.number())));
    }
  }

  /// Percent-encodes what a header cannot hold.
  private static String ascii(String text) {
    if (text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '%')) {
      return text;
    }
    var encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      if (b > ' ' && b < 0x7f && b != '%') {
        encoded.append((char) b);
      } else {
        encoded.append('%').append("%02X".formatted(b));
      }
    }
    return encoded.toString();
  }
}
