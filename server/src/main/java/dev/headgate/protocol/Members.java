package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.base.Out;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;

/// A JSON object of ours: names and values by turns, to be written in this order. A value is a
/// string, a whole number, a truth value, null, a list of values, or members again.
record Members(@Nullable Object... namesAndValues) {
  private static final byte[] EVENT = "event: ".getBytes(US_ASCII);
  private static final byte[] DATA = "data: ".getBytes(US_ASCII);
  private static final byte[] END = "\n\n".getBytes(US_ASCII);

  static Members of(@Nullable Object... namesAndValues) {
    return new Members(namesAndValues);
  }

  /// These and then those.
  Members and(Members more) {
    int size = namesAndValues.length;
    @Nullable Object[] all = Arrays.copyOf(namesAndValues, size + more.namesAndValues.length);
    System.arraycopy(more.namesAndValues, 0, all, size, all.length - size);
    return new Members(all);
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
    write(EVENT, out);
    write((name + "\n").getBytes(US_ASCII), out);
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
      case Members members -> members.write(json);
      default -> throw new IllegalArgumentException("value: " + value.getClass());
    }
  }

  private void write(JsonGenerator json) {
    json.writeStartObject();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      json.writeName(String.valueOf(namesAndValues[i]));
      write(namesAndValues[i + 1], json);
    }
    json.writeEndObject();
  }
}
