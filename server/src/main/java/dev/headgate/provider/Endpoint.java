package dev.headgate.provider;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.base.Request;
import dev.headgate.http.Upstreams.Origin;
import dev.headgate.protocol.Ask;
import dev.headgate.protocol.Family;
import dev.headgate.protocol.Surface;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a provider listens and how we show it who we are. `basePath` and `query` are those of its
/// base URL.
record Endpoint(
    Origin origin,
    Family family,
    String basePath,
    String query,
    List<ApiKey> keys,
    Credentials credentials) {
  /// From this version on Anthropic's own SDKs send a bearer token.
  private static final String BEARER_SINCE = "2026-10-21";

  /// What features and callers without a version of their own speak: it still takes sampling
  /// parameters.
  private static final String PLAIN_VERSION = "2023-06-01";

  /// The request for an operation; `hops` names the gates it has passed, `context` its place in a
  /// trace.
  Request request(
      Surface operation,
      Ask ask,
      byte[] json,
      String hops,
      List<Field> context,
      @Nullable ApiKey key) {
    var fields = new ArrayList<>(ask.fields());
    fields.addAll(context);
    fields.add(new Field("accept-encoding", "identity"));
    fields.add(new Field("x-headgate-hop", hops));
    if (fields.stream().noneMatch(each -> each.name().equalsIgnoreCase("content-type"))) {
      fields.add(new Field("content-type", "application/json"));
    }
    authorize(fields, key);
    return new Request("POST", path(operation.path(), ask.query()), fields, json);
  }

  Request get(String path, String hops) {
    var fields = new ArrayList<Field>();
    fields.add(new Field("accept-encoding", "identity"));
    fields.add(new Field("x-headgate-hop", hops));
    authorize(fields, keys.isEmpty() ? null : keys.getFirst());
    return new Request("GET", path(path, ""), fields, new byte[0]);
  }

  private String path(String path, String more) {
    String joined =
        query.isEmpty() || more.isEmpty() ? query + more : query + "&" + more.substring(1);
    return basePath + path + joined;
  }

  private void authorize(List<Field> fields, @Nullable ApiKey key) {
    switch (family) {
      case OPENAI -> bearer(fields, key);
      case ANTHROPIC -> {
        String version = version(fields);
        if (version.compareTo(BEARER_SINCE) >= 0) {
          bearer(fields, key);
        } else if (key != null) {
          fields.add(new Field("x-api-key", key.secret().reveal()));
        }
      }
    }
  }

  private static void bearer(List<Field> fields, @Nullable ApiKey key) {
    if (key != null) {
      fields.add(new Field("authorization", "Bearer " + key.secret().reveal()));
    }
  }

  private static String version(List<Field> fields) {
    for (Field field : fields) {
      if (field.name().equalsIgnoreCase("anthropic-version")) {
        return field.value();
      }
    }
    fields.add(new Field("anthropic-version", PLAIN_VERSION));
    return PLAIN_VERSION;
  }

  /// An answer's head without the fields that repeat a credential.
  Head shown(Head head) {
    var fields = new ArrayList<>(head.fields());
    return fields.removeIf(field -> credentials.isIn(field.value()))
        ? new Head(head.status(), fields)
        : head;
  }

  @Override
  public String toString() {
    return origin.host() + basePath;
  }

  /// For people: the path that an operation has there, without host, query or key.
  String path(Surface operation) {
    return basePath + operation.path();
  }
}
