package dev.headgate.protocol;

import dev.headgate.base.Step;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Counts.Kind;
import java.util.List;
import tools.jackson.core.JsonParser;

/// Anthropic Messages.
record MessagesForm() implements Form {
  private static final Paths<Findings> PATHS = table();

  private static Paths<Findings> table() {
    Paths<Findings> paths = Form.errors();
    paths
        .on("type", Findings::type)
        .on("content", (seen, json) -> seen.shaped = json.isExpectedStartArrayToken())
        .on("stop_reason", MessagesForm::finish)
        .on("delta.stop_reason", MessagesForm::finish)
        .on("delta.partial_json", Findings::content);
    for (String block : List.of("delta.", "content_block.", "content[].")) {
      paths
          .on(block + "text", Findings::text)
          .on(block + "thinking", Findings::content)
          .on(block + "signature", Findings::content)
          .on(block + "data", Findings::content) // redacted thinking
          .on(block + "type", MessagesForm::block);
    }
    usage(paths, "message.usage.");
    usage(paths, "usage.");
    return paths;
  }

  /// A later count is of the whole message too, but may leave out what has not changed.
  private static void usage(Paths<Findings> paths, String usage) {
    paths
        .on(usage + "input_tokens", Form.count(Kind.INPUT))
        .on(usage + "cache_read_input_tokens", Form.count(Kind.CACHE_READ))
        .on(usage + "cache_creation_input_tokens", Form.count(Kind.CACHE_WRITE))
        .on(usage + "output_tokens", Form.count(Kind.OUTPUT))
        .on(usage + "output_tokens_details.thinking_tokens", Form.count(Kind.REASONING));
  }

  private static void block(Findings seen, JsonParser json) {
    seen.toolCall |= "tool_use".equals(Findings.string(json));
  }

  private static void finish(Findings seen, JsonParser json) {
    String reason = Findings.string(json);
    if (reason != null) {
      seen.refusal |= reason.equals("refusal");
      seen.finish =
          switch (reason) {
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "tool_use" -> Finish.TOOL_CALLS;
            case "refusal" -> Finish.CONTENT_FILTER;
            default -> Finish.STOP;
          };
    }
  }

  @Override
  public Paths<Findings> paths() {
    return PATHS;
  }

  @Override
  public Step step(Findings seen) {
    if (seen.isType("message_stop")) {
      return seen.isAnswer() ? Step.LAST : Step.BROKEN;
    }
    return seen.content ? Step.CONTENT : Step.MORE;
  }

  @Override
  public boolean mayEnd(Findings seen) {
    return false;
  }

  @Override
  public boolean isWhole(Findings seen) {
    return seen.shaped && seen.isAnswer();
  }

  @Override
  public Usage usage(Counts counts) {
    return counts.besideCache();
  }
}
