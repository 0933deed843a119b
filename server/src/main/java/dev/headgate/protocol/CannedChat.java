package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.base.Out;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A canned answer as OpenAI Chat Completions writes it.
record CannedChat(String text, Facts facts) {
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(US_ASCII);
  private static final Members USAGE =
      Members.of("prompt_tokens", 0, "completion_tokens", 0, "total_tokens", 0);

  Members whole() {
    Members message = Members.of("role", "assistant", "content", text, "refusal", null);
    Members choice =
        Members.of("index", 0, "message", message, "logprobs", null, "finish_reason", "stop");
    return about("chat.completion").and(Members.of("choices", List.of(choice), "usage", USAGE));
  }

  void stream(boolean usage, Out out) {
    chunk(Members.of("role", "assistant", "content", "", "refusal", null), null, usage, out);
    chunk(Members.of("content", text), null, usage, out);
    chunk(Members.of(), "stop", usage, out);
    if (usage) {
      about("chat.completion.chunk")
          .and(Members.of("choices", List.of(), "usage", USAGE))
          .event(out);
    }
    out.write(DONE, 0, DONE.length);
  }

  private void chunk(Members delta, @Nullable String finish, boolean usage, Out out) {
    Members choice =
        Members.of("index", 0, "delta", delta, "logprobs", null, "finish_reason", finish);
    about("chat.completion.chunk")
        .and(Members.of("choices", List.of(choice)))
        .and(usage ? Members.of("usage", null) : Members.of())
        .event(out);
  }

  private Members about(String object) {
    return Members.of(
        "id", facts.id("chatcmpl-"),
        "object", object,
        "created", facts.created(),
        "model", facts.model());
  }
}
