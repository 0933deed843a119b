package dev.headgate.protocol;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The edits that Headgate makes in a caller's request; nothing else in it changes.
final class Edits {
  private final Document document;
  private final Ask ask;
  private final Dialect dialect;
  private final Splice splice;

  Edits(Document document, Ask ask, Dialect dialect) {
    this.document = document;
    this.ask = ask;
    this.dialect = dialect;
    splice = new Splice(document);
    Member ours = document.root.member("headgate");
    if (ours != null) {
      splice.remove(ours);
    }
  }

  static boolean injectsUsage(Ask ask, Dialect dialect) {
    return ask.surface() == Surface.CHAT
        && ask.stream()
        && dialect.takesIncludeUsage()
        && !ask.asksForUsage()
        && takesUsage(ask.document.root.member("stream_options"));
  }

  /// Options that make no sense stay as they are, for the vendor to refuse.
  private static boolean takesUsage(@Nullable Member options) {
    if (options == null || options.isNull()) {
      return true;
    }
    Member asked = options.member("include_usage");
    return options.isObject() && (asked == null || asked.isNull() || asked.isBoolean());
  }

  Edits model(String model) {
    set("model", Json.quoted(model));
    return this;
  }

  /// Gives a member this value, in its place if it is there.
  Edits set(String name, String json) {
    Member member = document.root.member(name);
    if (member == null) {
      splice.add(document.root, name, json);
    } else {
      splice.replace(member, json);
    }
    return this;
  }

  /// Lowers what is above the cap, and adds a cap where there is none.
  Edits cap(int cap) {
    var names = ask.surface().capMembers();
    if (cap == CallBody.UNCAPPED || names.isEmpty()) {
      return this;
    }
    boolean heard = false;
    for (String name : names) {
      Optional<Member> member = document.member(name);
      heard |= member.isPresent() && dialect.hears(name);
      if (member.isPresent() && Ask.whole(member.get()) > cap) {
        splice.replace(member.get(), Integer.toString(cap));
        thinkingBelow(cap);
      }
    }
    if (!heard) {
      int lower = Math.min(cap, ask.cap().orElse(cap));
      set(names.size() == 1 ? names.getFirst() : dialect.capMember(), Integer.toString(lower));
      thinkingBelow(lower);
    }
    return this;
  }

  private void thinkingBelow(int cap) {
    document
        .member("thinking.budget_tokens")
        .filter(budget -> Ask.whole(budget) >= cap)
        .ifPresent(budget -> splice.replace(budget, Integer.toString(Math.max(0, cap - 1))));
  }

  /// Has the provider say in a chat stream what it used, which the answer then hides again.
  Edits usage() {
    if (injectsUsage(ask, dialect)) {
      Member options = document.root.member("stream_options");
      Member asked = options == null ? null : options.member("include_usage");
      if (asked != null) {
        splice.replace(asked, "true");
      } else if (options != null && options.isObject()) {
        splice.add(options, "include_usage", "true");
      } else {
        set("stream_options", "{\"include_usage\":true}");
      }
    }
    return this;
  }

  byte[] bytes() {
    return splice.bytes();
  }
}
