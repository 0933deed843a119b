package dev.headgate.provider;

import dev.headgate.base.Secret;
import dev.headgate.config.Section;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One of our keys at a provider, with its share of the attempts. `name` is for people.
record ApiKey(String name, Secret secret, int weight) {
  private static final int HEAVIEST = 1_000;

  /// Of `api-key: ${KEY}`, or `api-keys: { main: { secret: ${KEY}, weight: 3 } }`.
  static List<ApiKey> read(Section in) {
    Optional<ApiKey> single = in.secret("api-key").map(key -> new ApiKey("api-key", key, 1));
    var several = in.sections("api-keys");
    if (in.has("api-key") && !several.isEmpty()) {
      in.problem("api-keys", "beside api-key (expected: one of the two)");
    }
    return Stream.concat(
            single.stream(),
            several.entrySet().stream().flatMap(each -> read(each.getKey(), each.getValue())))
        .toList();
  }

  private static Stream<ApiKey> read(String name, Section in) {
    int weight = in.integer("weight", 1, 1, HEAVIEST);
    if (!in.has("secret")) {
      in.problem("secret", "missing (expected: a reference, as ${NAME})");
    }
    return in.secret("secret").map(key -> new ApiKey(name, key, weight)).stream();
  }
}
