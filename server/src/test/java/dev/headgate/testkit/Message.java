package dev.headgate.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request or an answer as it came over a wire.
public record Message(String first, List<Field> fields, byte[] body) {
  private static final JsonMapper JSON = new JsonMapper();

  /// Reads one, whose body has a length, comes in chunks, or ends with the connection.
  public static Message read(Wire wire) throws IOException {
    Message head = head(wire);
    if (head.field("transfer-encoding").isPresent()) {
      return head.with(wire.chunks());
    }
    Optional<String> length = head.field("content-length");
    if (length.isPresent()) {
      return head.with(wire.bytes(Integer.parseInt(length.get())));
    }
    boolean closes = head.first.startsWith("HTTP/") && head.status() >= 200;
    return closes ? head.with(wire.rest().replaceAll("<end>$", "").getBytes(UTF_8)) : head;
  }

  /// Reads the head alone.
  public static Message head(Wire wire) throws IOException {
    String[] lines = wire.until("\r\n\r\n").split("\r\n");
    var fields = new ArrayList<Field>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      fields.add(new Field(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
    }
    return new Message(lines[0], fields, new byte[0]);
  }

  private Message with(byte[] body) {
    return new Message(first, fields, body);
  }

  public Optional<String> field(String name) {
    return new Head(0, fields).first(name);
  }

  /// The value of a field that must be there.
  public String value(String name) {
    return field(name).orElseThrow(() -> new AssertionError("no field " + name));
  }

  public int status() {
    return Integer.parseInt(first.split(" ", -1)[1]);
  }

  /// Of a request's first line.
  public String path() {
    return first.split(" ", -1)[1];
  }

  public String text() {
    return new String(body, UTF_8);
  }

  public JsonNode json() {
    return JSON.readTree(body);
  }

  /// All of it as text, to be searched.
  public String everything() {
    var all = new StringBuilder(first).append('\n');
    fields.forEach(each -> all.append(each.name()).append(": ").append(each.value()).append('\n'));
    return all.append('\n').append(text()).toString();
  }
}
