package dev.headgate.protocol;

import dev.headgate.base.Out;
import dev.headgate.base.Usage;
import dev.headgate.base.Usage.Source;

/// The text that stands in for a model's, as an answer of each surface: proper, complete, free of
/// charge. `created` is in seconds after 1970.
public record Canned(Facts facts, String text, long created) {
  private static final Usage ZERO = new Usage(0, 0, 0, 0, 0, Source.PROVIDER);

  public byte[] whole(Surface surface) {
    return switch (surface) {
      case CHAT -> new CannedChat(this).whole().bytes();
      case RESPONSES -> new CannedResponse(this).whole().bytes();
      case MESSAGES -> new CannedMessage(this).whole().bytes();
      case FEATURES -> Neutral.whole(facts, text, Finish.STOP, Neutral.usage(ZERO)).bytes();
      case EMBEDDINGS, COUNT_TOKENS -> throw noText(surface);
    };
  }

  /// All events of a stream; `usage` if the client of a chat asked for its usage.
  public byte[] stream(Surface surface, boolean usage) {
    var out = new Out();
    switch (surface) {
      case CHAT -> new CannedChat(this).stream(usage, out);
      case RESPONSES -> new CannedResponse(this).stream(out);
      case MESSAGES -> new CannedMessage(this).stream(out);
      case FEATURES -> neutral(out);
      case EMBEDDINGS, COUNT_TOKENS -> throw noText(surface);
    }
    return out.takeAllBut(0);
  }

  /// An id in a vendor's style.
  String id(String prefix) {
    return prefix + facts.id().replace("-", "");
  }

  private void neutral(Out out) {
    Members.of("text", text).event("text", out);
    Neutral.lastEvent(facts, Finish.STOP, Neutral.usage(ZERO)).event("end", out);
  }

  private static IllegalArgumentException noText(Surface surface) {
    return new IllegalArgumentException(
        "surface: " + surface.text() + " (expected: one with text)");
  }
}
