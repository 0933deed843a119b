package dev.headgate.route;

import dev.headgate.config.Section;
import dev.headgate.protocol.Ask;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A rule by which another model serves where it suffices: `short: { use: fast, input-at-most: 2KB
/// }`. It applies if all of its conditions hold: the request's size in bytes, the feature, tags.
public record Smaller(
    String name, String use, long inputAtMost, List<String> features, Map<String, String> tags) {
  private static final long ANY = Long.MAX_VALUE;

  static Smaller read(String name, Section in) {
    var rule =
        new Smaller(
            name,
            in.requiredText("use"),
            in.size("input-at-most", ANY, 1, 1L << 30),
            in.texts("features"),
            in.scalars("tags"));
    if (rule.inputAtMost == ANY && rule.features.isEmpty() && rule.tags.isEmpty()) {
      in.problem("no condition (expected: input-at-most, features or tags)");
    }
    return rule;
  }

  boolean applies(Ask ask, @Nullable String feature) {
    return ask.size() <= inputAtMost
        && (features.isEmpty() || (feature != null && features.contains(feature)))
        && ask.tags().entrySet().containsAll(tags.entrySet());
  }
}
