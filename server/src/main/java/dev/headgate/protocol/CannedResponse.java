package dev.headgate.protocol;

import dev.headgate.base.Out;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A canned answer as OpenAI Responses writes it.
record CannedResponse(String text, Facts facts) {
  Members whole() {
    return response("completed", List.of(item("completed", List.of(part(text)))), usage());
  }

  void stream(Out out) {
    var events = new Numbered(out);
    Members begun = response("in_progress", List.of(), null);
    events.add("response.created", Members.of("response", begun));
    events.add("response.in_progress", Members.of("response", begun));
    events.add("response.output_item.added", output(item("in_progress", List.of())));
    events.add("response.content_part.added", place().with("part", part("")));
    events.add("response.output_text.delta", said("delta"));
    events.add("response.output_text.done", said("text"));
    events.add("response.content_part.done", place().with("part", part(text)));
    events.add("response.output_item.done", output(item("completed", List.of(part(text)))));
    events.add("response.completed", Members.of("response", whole()));
  }

  private static Members output(Members item) {
    return Members.of("output_index", 0, "item", item);
  }

  private Members place() {
    return Members.of("item_id", facts.id("msg_"), "output_index", 0, "content_index", 0);
  }

  private Members said(String name) {
    return place().with(name, text).with("logprobs", List.of());
  }

  private Members response(String status, List<Members> output, @Nullable Members usage) {
    return Members.of("id", facts.id("resp_"))
        .with("object", "response")
        .with("created_at", facts.created())
        .with("status", status)
        .with("error", null)
        .with("incomplete_details", null)
        .with("instructions", null)
        .with("metadata", Members.of())
        .with("model", facts.model())
        .with("output", output)
        .with("parallel_tool_calls", true)
        .with("temperature", null)
        .with("tool_choice", "auto")
        .with("tools", List.of())
        .with("top_p", null)
        .with("usage", usage);
  }

  private Members item(String status, List<Members> content) {
    return Members.of("id", facts.id("msg_"))
        .with("type", "message")
        .with("status", status)
        .with("role", "assistant")
        .with("content", content);
  }

  private static Members part(String text) {
    return Members.of(
        "type", "output_text", "text", text, "annotations", List.of(), "logprobs", List.of());
  }

  private static Members usage() {
    return Members.of("input_tokens", 0)
        .with("input_tokens_details", Members.of("cached_tokens", 0, "cache_write_tokens", 0))
        .with("output_tokens", 0)
        .with("output_tokens_details", Members.of("reasoning_tokens", 0))
        .with("total_tokens", 0);
  }

  /// Events that count themselves.
  private static final class Numbered {
    private final Out out;
    private int next;

    Numbered(Out out) {
      this.out = out;
    }

    void add(String type, Members members) {
      Members.of("type", type, "sequence_number", next++).with(members).event(type, out);
    }
  }
}
