package dev.headgate.protocol;

import dev.headgate.base.Tap;
import dev.headgate.base.Usage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The answer of a feature, the same whoever served it: whole, or as events `text`, `text`, `end`,
/// of which the last holds all but the text.
public final class Neutral {
  private Neutral() {}

  /// Makes it of an answer of `served`, chat or messages, of which `reading` knows how it ended.
  public static Tap rendering(Surface served, boolean stream, Reading reading, Facts facts) {
    return stream ? new Events(served, reading, facts) : new Whole(served, reading, facts);
  }

  static Members answer(Facts facts, @Nullable String text, Finish finish, Usage usage) {
    List<@Nullable Object> members = new ArrayList<>();
    Collections.addAll(
        members,
        "id",
        facts.id(),
        "feature",
        facts.feature(),
        "variant",
        facts.variant(),
        "model",
        facts.model());
    if (text != null) {
      Collections.addAll(members, "text", text);
    }
    Collections.addAll(
        members,
        "finish_reason",
        finish.text(),
        "usage",
        usage.isKnown() ? usage(usage) : null,
        "fallback",
        facts.fallback());
    return new Members(members.toArray());
  }

  static Members text(String text) {
    return Members.of("text", text);
  }

  private static Members usage(Usage usage) {
    return Members.of(
        "input_tokens", usage.input(),
        "output_tokens", usage.output(),
        "cache_read_tokens", usage.cacheRead(),
        "cache_write_tokens", usage.cacheWrite(),
        "reasoning_tokens", usage.reasoning());
  }
}
