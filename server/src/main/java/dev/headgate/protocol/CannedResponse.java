package dev.headgate.protocol;

import dev.headgate.base.Out;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A canned answer as OpenAI Responses writes it.
record CannedResponse(String text, Facts facts) {
  private static final Members USAGE =
      Members.of(
          "input_tokens", 0,
          "input_tokens_details", Members.of("cached_tokens", 0, "cache_write_tokens", 0),
          "output_tokens", 0,
          "output_tokens_details", Members.of("reasoning_tokens", 0),
          "total_tokens", 0);

  Members whole() {
    return response("completed", List.of(item("completed", List.of(part(text)))), USAGE);
  }

  void stream(Out out) {
    var events = new Numbered(out);
    Members begun = Members.of("response", response("in_progress", List.of(), null));
    events.add("response.created", begun);
    events.add("response.in_progress", begun);
    Members item = Members.of("output_index", 0);
    events.add(
        "response.output_item.added", item.and(Members.of("item", item("in_progress", List.of()))));
    text(events);
    Members done = item("completed", List.of(part(text)));
    events.add("response.output_item.done", item.and(Members.of("item", done)));
    events.add("response.completed", Members.of("response", whole()));
  }

  private void text(Numbered events) {
    Members at = Members.of("item_id", facts.id("msg_"), "output_index", 0, "content_index", 0);
    events.add("response.content_part.added", at.and(Members.of("part", part(""))));
    events.add(
        "response.output_text.delta", at.and(Members.of("delta", text, "logprobs", List.of())));
    events.add(
        "response.output_text.done", at.and(Members.of("text", text, "logprobs", List.of())));
    events.add("response.content_part.done", at.and(Members.of("part", part(text))));
  }

  private Members response(String status, List<Members> output, @Nullable Members usage) {
    return Members.of(
        "id",
        facts.id("resp_"),
        "object",
        "response",
        "created_at",
        facts.created(),
        "status",
        status,
        "error",
        null,
        "incomplete_details",
        null,
        "instructions",
        null,
        "metadata",
        Members.of(),
        "model",
        facts.model(),
        "output",
        output,
        "parallel_tool_calls",
        true,
        "temperature",
        null,
        "tool_choice",
        "auto",
        "tools",
        List.of(),
        "top_p",
        null,
        "usage",
        usage);
  }

  private Members item(String status, List<Members> content) {
    return Members.of(
        "id",
        facts.id("msg_"),
        "type",
        "message",
        "status",
        status,
        "role",
        "assistant",
        "content",
        content);
  }

  private static Members part(String text) {
    return Members.of(
        "type", "output_text", "text", text, "annotations", List.of(), "logprobs", List.of());
  }

  /// Events that count themselves.
  private static final class Numbered {
    private final Out out;
    private int next;

    Numbered(Out out) {
      this.out = out;
    }

    void add(String type, Members members) {
      Members.of("type", type, "sequence_number", next).and(members).event(type, out);
      next++;
    }
  }
}
