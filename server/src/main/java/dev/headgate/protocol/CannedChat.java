package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.base.Out;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A canned answer as OpenAI Chat Completions writes it.
record CannedChat(String text, Facts facts) {
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);

  Members whole() {
    Members choice =
        Members.of("index", 0, "message", message(text), "logprobs", null, "finish_reason", "stop");
    return about("chat.completion").with("choices", List.of(choice)).with("usage", usage());
  }

  /// With `usage` every chunk has that member, and a last one holds it.
  void stream(boolean usage, Out out) {
    for (Members chunk :
        List.of(
            chunk(message(""), null),
            chunk(Members.of("content", text), null),
            chunk(Members.of(), "stop"))) {
      (usage ? chunk.with("usage", null) : chunk).event(out);
    }
    if (usage) {
      about("chat.completion.chunk").with("choices", List.of()).with("usage", usage()).event(out);
    }
    out.write(DONE, 0, DONE.length);
  }

  private Members chunk(Members delta, @Nullable String finish) {
    Members choice =
        Members.of("index", 0, "delta", delta, "logprobs", null, "finish_reason", finish);
    return about("chat.completion.chunk").with("choices", List.of(choice));
  }

  private static Members message(String content) {
    return Members.of("role", "assistant", "content", content, "refusal", null);
  }

  private Members about(String object) {
    return Members.of("id", facts.id("chatcmpl-"))
        .with("object", object)
        .with("created", facts.created())
        .with("model", facts.model());
  }

  private static Members usage() {
    return Members.of("prompt_tokens", 0, "completion_tokens", 0, "total_tokens", 0);
  }
}
