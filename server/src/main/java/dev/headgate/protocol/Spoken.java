package dev.headgate.protocol;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// The text that an answer speaks to its user, refusals included, without reasoning and tool calls;
/// of several choices the first alone.
final class Spoken {
  /// The longest text, in characters.
  static final int LONGEST = 8 << 20;

  private static final Paths<Spoken> CHAT = chat();
  private static final Paths<Spoken> MESSAGES =
      new Paths<Spoken>()
          .on("delta.text", Spoken::part)
          .on("content_block.text", Spoken::part)
          .on("content[].text", Spoken::part);

  private final StringBuilder text = new StringBuilder();
  private int spoken; // characters of `text` that the first choice has said
  private boolean first = true;
  private boolean tooLong;

  static Paths<Spoken> paths(Surface served) {
    return served == Surface.MESSAGES ? MESSAGES : CHAT;
  }

  private static Paths<Spoken> chat() {
    var paths = new Paths<Spoken>();
    for (String message : new String[] {"choices[].delta.", "choices[].message."}) {
      paths
          .on(message + "content", Spoken::part)
          .on(message + "content[].text", Spoken::part)
          .on(message + "refusal", Spoken::part);
    }
    return paths.on("choices[].index", Spoken::index).after("choices[]", Spoken::choice);
  }

  private void part(JsonParser json) {
    if (Findings.isText(json)) {
      tooLong |= text.length() + json.getStringLength() > LONGEST;
      if (!tooLong) {
        text.append(json.getString());
      }
    }
  }

  private void index(JsonParser json) {
    first = json.currentToken() != JsonToken.VALUE_NUMBER_INT || json.getValueAsInt() == 0;
  }

  /// Keeps what a choice has said only if it is the first.
  private void choice(JsonParser json) {
    if (!first) {
      text.setLength(spoken);
    }
    spoken = text.length();
    first = true;
  }

  boolean isTooLong() {
    return tooLong;
  }

  /// What has been said since this was last asked.
  String take() {
    String taken = text.toString();
    text.setLength(0);
    spoken = 0;
    return taken;
  }
}
