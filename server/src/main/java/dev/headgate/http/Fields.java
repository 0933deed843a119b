package dev.headgate.http;

import dev.headgate.base.Field;
import dev.headgate.base.Names;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Header fields on their way in and out.
final class Fields {
  /// What belongs to one connection or says where a body ends: ours to write, never passed on.
  private static final Names FRAMING =
      Names.of(
          "connection",
          "content-length",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Names SINGLE = Names.of("date", "server", "content-type");
  private static final Names PACKING = Names.of("content-encoding", "content-length");

  private static final Names USUAL = Names.of("keep-alive", "close");
  private static final Names NONE = Names.of();
  private static final Pattern BETWEEN = Pattern.compile("[,\\s]+");

  /// The characters of a name (RFC 9110 §5.6.2).
  private static final boolean[] TOKEN = new boolean[0x7f];

  static {
    for (char c = '!'; c <= '~'; c++) {
      TOKEN[c] = "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
  }

  private Fields() {}

  /// Adds what may go out: never what is framing, nor what no message can hold.
  static void put(List<Field> fields, MultiMap headers) {
    for (Field field : fields) {
      if (!FRAMING.contains(field.name()) && isName(field.name()) && isValue(field.value(), 0xff)) {
        if (SINGLE.contains(field.name())) {
          headers.set(field.name(), field.value());
        } else {
          headers.add(field.name(), field.value());
        }
      }
    }
  }

  /// A message's fields, but for those that say in what its body came and those that its sender
  /// meant for us alone, by naming them under `Connection`.
  static List<Field> received(MultiMap headers) {
    var fields = new ArrayList<Field>();
    var named = named(headers.getAll(HttpHeaders.CONNECTION));
    headers.forEach((name, value) -> {
      if (!PACKING.contains(name) && !named.contains(name)) {
        fields.add(new Field(name, value));
      }
    });
    return fields;
  }

  /// An answer's fields, without those that are odd or huge.
  static List<Field> answered(MultiMap headers) {
    var fields = received(headers);
    fields.removeIf(field ->
        !isName(field.name())
            || !isValue(field.value(), '~')
            || field.value().length() > Limits.FIELD);
    return fields;
  }

  private static Names named(List<String> connection) {
    if (connection.isEmpty() || (connection.size() == 1 && USUAL.contains(connection.getFirst()))) {
      return NONE;
    }
    return Names.of(
        BETWEEN
            .splitAsStream(String.join(",", connection))
            .filter(name -> !FRAMING.contains(name)) // who asked for an upgrade may be told
            .toArray(String[]::new));
  }

  static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c > '~' || !TOKEN[c]) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isValue(String value, int last) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > last) {
        return false;
      }
    }
    return true;
  }
}
