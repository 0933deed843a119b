package dev.headgate.protocol;

import dev.headgate.base.Step;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Counts.Kind;
import java.util.List;
import java.util.function.Function;
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
        .on("delta.partial_json", Findings::content)
        .on("content[].input", (seen, json) -> seen.said.begins(json))
        .after("content[].input", (seen, json) -> seen.said.ends(json));
    for (String block : List.of("delta.", "content_block.", "content[].")) {
      paths
          .on(block + "text", Findings::text)
          .on(block + "thinking", Findings::content)
          .on(block + "signature", Findings::proof)
          .on(block + "data", Findings::content) // redacted thinking
          .on(block + "type", MessagesForm::block);
    }
    answer(paths, "message.");
    answer(paths, "");
    return paths;
  }

  /// A later count is of the whole message too, but may leave out what has not changed.
  private static void answer(Paths<Findings> paths, String answer) {
    String usage = answer + "usage.";
    paths
        .on(answer + "model", (seen, json) -> seen.terms.model(json))
        .on(usage + "service_tier", (seen, json) -> seen.terms.tier(json))
        .on(usage + "speed", (seen, json) -> seen.terms.speed(json))
        .on(usage + "inference_geo", (seen, json) -> seen.terms.region(json))
        .on(usage + "server_tool_use.web_search_requests", Form.count(Kind.WEB_SEARCH))
        .on(usage + "server_tool_use.web_fetch_requests", Form.count(Kind.WEB_FETCH))
        .on(usage + "output_tokens_details.thinking_tokens", Form.count(Kind.REASONING));
    counts(paths, usage, Form::count);
    rounds(paths, usage + "iterations");
  }

  private static void counts(
      Paths<Findings> paths, String usage, Function<Kind, Paths.Visit<Findings>> count) {
    paths
        .on(usage + "input_tokens", count.apply(Kind.INPUT))
        .on(usage + "cache_read_input_tokens", count.apply(Kind.CACHE_READ))
        .on(usage + "cache_creation_input_tokens", count.apply(Kind.CACHE_WRITE))
        .on(usage + "cache_creation.ephemeral_5m_input_tokens", count.apply(Kind.WRITE_SHORT))
        .on(usage + "cache_creation.ephemeral_1h_input_tokens", count.apply(Kind.WRITE_LONG))
        .on(usage + "output_tokens", count.apply(Kind.OUTPUT));
  }

  /// The usage above leaves out rounds that are billed all the same: a compaction, an advisor, a
  /// model that declined.
  private static void rounds(Paths<Findings> paths, String rounds) {
    paths
        .on(rounds, (seen, _) -> seen.counts.restartRounds())
        .on(rounds + "[].model", (seen, json) -> seen.terms.partsModel(json));
    counts(paths, rounds + "[].", kind -> (seen, json) -> seen.counts.addToRounds(kind, json));
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
