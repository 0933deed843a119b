package dev.headgate.protocol;

import dev.headgate.base.Out;
import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;

/// The text that stands in for a model's, as an answer of each surface: proper, complete, and free
/// of charge.
public final class Canned {
  private static final Usage ZERO = Usage.ofText(0, 0, 0, 0, 0, Source.PROVIDER);

  private Canned() {}

  /// The body, or all events of a stream; `usage` if the client of a chat stream asked for that.
  public static byte[] answer(
      Surface surface, boolean stream, boolean usage, String text, Facts facts) {
    if (!stream) {
      return whole(surface, text, facts).bytes();
    }
    var out = new Out();
    switch (surface) {
      case CHAT -> new CannedChat(text, facts).stream(usage, out);
      case RESPONSES -> new CannedResponse(text, facts).stream(out);
      case MESSAGES -> new CannedMessage(text, facts).stream(out);
      case FEATURES -> {
        Members.of("text", text).event("text", out);
        Neutral.lastEvent(facts, Finish.STOP, Neutral.usage(ZERO)).event("end", out);
      }
      case EMBEDDINGS, COUNT_TOKENS -> throw withoutText(surface);
    }
    return out.takeAllBut(0);
  }

  private static Members whole(Surface surface, String text, Facts facts) {
    return switch (surface) {
      case CHAT -> new CannedChat(text, facts).whole();
      case RESPONSES -> new CannedResponse(text, facts).whole();
      case MESSAGES -> new CannedMessage(text, facts).whole();
      case FEATURES -> Neutral.whole(facts, text, Finish.STOP, Neutral.usage(ZERO));
      case EMBEDDINGS, COUNT_TOKENS -> throw withoutText(surface);
    };
  }

  private static IllegalArgumentException withoutText(Surface surface) {
    return new IllegalArgumentException(
        "surface: " + surface.text() + " (expected: one that answers with text)");
  }
}
