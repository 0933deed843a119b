package dev.headgate.protocol;

import dev.headgate.base.Out;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A canned answer as Anthropic Messages writes it.
record CannedMessage(String text, Facts facts) {
  Members whole() {
    return message(List.of(block(text)), "end_turn");
  }

  void stream(Out out) {
    Members delta = Members.of("type", "text_delta", "text", text);
    Members stop = Members.of("stop_reason", "end_turn", "stop_sequence", null);
    event("message_start", Members.of("message", message(List.of(), null)), out);
    event("content_block_start", Members.of("index", 0, "content_block", block("")), out);
    event("content_block_delta", Members.of("index", 0, "delta", delta), out);
    event("content_block_stop", Members.of("index", 0), out);
    event("message_delta", Members.of("delta", stop, "usage", usage()), out);
    event("message_stop", Members.of(), out);
  }

  private Members message(List<Members> content, @Nullable String stop) {
    return Members.of("id", facts.id("msg_"))
        .with("type", "message")
        .with("role", "assistant")
        .with("model", facts.model())
        .with("content", content)
        .with("stop_reason", stop)
        .with("stop_sequence", null)
        .with("usage", usage());
  }

  private static Members block(String text) {
    return Members.of("type", "text", "text", text);
  }

  private static Members usage() {
    return Members.of("input_tokens", 0)
        .with("cache_creation_input_tokens", 0)
        .with("cache_read_input_tokens", 0)
        .with("output_tokens", 0);
  }

  private static void event(String type, Members members, Out out) {
    Members.of("type", type).with(members).event(type, out);
  }
}
