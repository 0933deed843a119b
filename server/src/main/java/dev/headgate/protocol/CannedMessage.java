package dev.headgate.protocol;

import dev.headgate.base.Out;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A canned answer as Anthropic Messages writes it.
record CannedMessage(String text, Facts facts) {
  private static final Members USAGE =
      Members.of(
          "input_tokens", 0,
          "cache_creation_input_tokens", 0,
          "cache_read_input_tokens", 0,
          "output_tokens", 0);

  Members whole() {
    return message(List.of(block(text)), "end_turn");
  }

  void stream(Out out) {
    event("message_start", Members.of("message", message(List.of(), null)), out);
    event("content_block_start", Members.of("index", 0, "content_block", block("")), out);
    Members delta = Members.of("type", "text_delta", "text", text);
    event("content_block_delta", Members.of("index", 0, "delta", delta), out);
    event("content_block_stop", Members.of("index", 0), out);
    Members stop = Members.of("stop_reason", "end_turn", "stop_sequence", null);
    event("message_delta", Members.of("delta", stop, "usage", USAGE), out);
    event("message_stop", Members.of(), out);
  }

  private Members message(List<Members> content, @Nullable String stop) {
    return Members.of(
        "id",
        facts.id("msg_"),
        "type",
        "message",
        "role",
        "assistant",
        "model",
        facts.model(),
        "content",
        content,
        "stop_reason",
        stop,
        "stop_sequence",
        null,
        "usage",
        USAGE);
  }

  private static Members block(String text) {
    return Members.of("type", "text", "text", text);
  }

  private static void event(String type, Members members, Out out) {
    Members.of("type", type).and(members).event(type, out);
  }
}
