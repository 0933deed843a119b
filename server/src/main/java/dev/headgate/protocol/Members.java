package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.base.Out;
import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// A JSON object of ours, written in the order in which it is put together. A value is a string, a
/// whole number, a truth value, null, a list of values, or members again.
final class Members {
  private static final byte[] DATA = "data: ".getBytes(US_ASCII);
  private static final byte[] END = "\n\n".getBytes(US_ASCII);

  private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

  /// Of names and values by turns.
  static Members of(@Nullable Object... namesAndValues) {
    var members = new Members();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      members.with(String.valueOf(namesAndValues[i]), namesAndValues[i + 1]);
    }
    return members;
  }

  Members with(String name, @Nullable Object value) {
    members.put(name, value);
    return this;
  }

  Members with(Members more) {
    members.putAll(more.members);
    return this;
  }

  byte[] bytes() {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = Walk.JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      write(this, json);
    }
    return bytes.toByteArray();
  }

  /// Writes them as a server-sent event without a name.
  void event(Out out) {
    write(DATA, out);
    write(bytes(), out);
    write(END, out);
  }

  /// Writes them as a server-sent event.
  void event(String name, Out out) {
    write(("event: " + name + "\n").getBytes(US_ASCII), out);
    event(out);
  }

  private static void write(byte[] bytes, Out out) {
    out.write(bytes, 0, bytes.length);
  }

  private static void write(@Nullable Object value, JsonGenerator json) {
    switch (value) {
      case null -> json.writeNull();
      case String text -> json.writeString(text);
      case Boolean truth -> json.writeBoolean(truth);
      case Number number -> json.writeNumber(number.longValue());
      case List<?> list -> {
        json.writeStartArray();
        list.forEach(element -> write(element, json));
        json.writeEndArray();
      }
      case Members object -> {
        json.writeStartObject();
        object.members.forEach((name, member) -> {
          json.writeName(name);
          write(member, json);
        });
        json.writeEndObject();
      }
      default -> throw new IllegalArgumentException("value: " + value.getClass());
    }
  }
}
