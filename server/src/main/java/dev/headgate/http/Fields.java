package dev.headgate.http;

import dev.headgate.base.Field;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Header fields on their way in and out.
final class Fields {
  /// What belongs to one connection or says where a body ends: ours to write, never passed on.
  private static final Set<String> FRAMING =
      names(
          "connection",
          "content-length",
          "keep-alive",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final Set<String> PACKING = names("content-encoding", "content-length");

  private Fields() {}

  static void put(List<Field> fields, MultiMap headers) {
    for (Field field : fields) {
      if (!FRAMING.contains(field.name())) {
        headers.add(field.name(), field.value());
      }
    }
  }

  /// The fields of a request or an answer, but for those that say in what its body came.
  static List<Field> received(MultiMap headers) {
    var fields = new ArrayList<Field>();
    headers.forEach((name, value) -> {
      if (!PACKING.contains(name)) {
        fields.add(new Field(name, value));
      }
    });
    return fields;
  }

  private static Set<String> names(String... names) {
    var set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Collections.addAll(set, names);
    return set;
  }
}
