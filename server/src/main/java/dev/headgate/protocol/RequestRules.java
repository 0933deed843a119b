package dev.headgate.protocol;

import dev.headgate.base.Decision;
import dev.headgate.base.Nearest;
import dev.headgate.base.Printable;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the members that Headgate reads must be. All others are their vendor's affair.
final class RequestRules {
  /// The members of our own surface.
  static final List<String> FEATURES =
      List.of("inputs", "targeting_key", "tags", "messages", "stream");

  private static final List<String> OURS = List.of("inputs", "targeting_key", "fallbacks", "tags");
  private static final List<String> COUNTS =
      List.of("max_tokens", "max_completion_tokens", "max_output_tokens", "n");

  private final Ask ask;
  private final Member root;

  RequestRules(Ask ask) {
    this.ask = ask;
    root = ask.document.root;
  }

  Decision<Ask> check() {
    return messages().then(_ -> ours()).then(_ -> stream()).then(_ -> counts());
  }

  private Decision<Ask> messages() {
    Member messages = root.member("messages");
    boolean sound = (messages == null || messages.isNull()) ? ask.isFeature() : messages.isArray();
    return sound || !ask.surface().takesMessages()
        ? Decision.yes(ask)
        : wrong("messages", found(messages), "a list of messages");
  }

  private Decision<Ask> ours() {
    if (ask.surface() == Surface.FEATURES) {
      return root.unread == null ? Decision.yes(ask) : unknown(root.unread, FEATURES);
    }
    Member ours = root.member("headgate");
    if (ours == null || ours.isNull()) {
      return Decision.yes(ask);
    }
    if (!ours.isObject()) {
      return wrong("headgate", ours.found(), "an object");
    }
    if (ask.isFeature() && !ask.fallbacks().isEmpty()) {
      return wrong("headgate.fallbacks", "models beside a feature", "none; its owner chose them");
    }
    return ours.unread == null ? Decision.yes(ask) : unknown(ours.unread, OURS);
  }

  private Decision<Ask> stream() {
    Member stream = root.member("stream");
    return stream == null || stream.isNull() || stream.isBoolean()
        ? Decision.yes(ask)
        : wrong("stream", stream.found(), "true or false");
  }

  private Decision<Ask> counts() {
    for (String name : COUNTS) {
      Member count = root.member(name);
      if (count != null && !count.isNull() && Ask.whole(count) < 0) {
        return wrong(name, count.found(), "a whole number from 0 to 2147483647");
      }
    }
    return Decision.yes(ask);
  }

  static String found(@Nullable Member member) {
    return member == null ? "nothing" : member.found();
  }

  static <T> Decision<T> wrong(String member, String found, String expected) {
    return Decision.no(
        new Refusal(
            Code.INVALID_REQUEST, member + ": " + found + " (expected: " + expected + ")", member));
  }

  /// A member of ours that means nothing: most likely a slip, so it is not passed over.
  private static <T> Decision<T> unknown(String path, List<String> known) {
    String name = path.substring(path.lastIndexOf('.') + 1);
    String hint = String.join(", ", known) + Nearest.hint(name, known);
    return wrong(Printable.of(path), "unknown member", hint);
  }
}
