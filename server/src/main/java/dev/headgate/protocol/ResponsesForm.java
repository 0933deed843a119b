package dev.headgate.protocol;

import dev.headgate.base.Step;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Counts.Kind;
import java.util.Set;
import tools.jackson.core.JsonParser;

/// OpenAI Responses. A stream's last event holds the answer whole, as its member `response`.
record ResponsesForm() implements Form {
  private static final Set<String> CALLS =
      Set.of(
          "function_call",
          "custom_tool_call",
          "computer_call",
          "local_shell_call",
          "shell_call",
          "apply_patch_call",
          "mcp_approval_request");
  private static final Paths<Findings> PATHS = table();

  private static Paths<Findings> table() {
    Paths<Findings> paths = Form.errors();
    Form.error(paths, "response.error");
    answer(paths, "");
    answer(paths, "response.");
    said(paths);
    return paths
        .on("type", Findings::type)
        .on("sequence_number", ResponsesForm::sequence)
        .on("code", Findings::errorCode)
        .on("message", Findings::errorMessage)
        .on("delta", Findings::content)
        .on("partial_image_b64", Findings::unmeasured);
  }

  /// Of a whole answer; a stream repeats in its last event what has been said before.
  private static void said(Paths<Findings> paths) {
    paths
        .on("output[].content[].text", Findings::text)
        .on("output[].content[].refusal", Findings::refusal)
        .on("output[].summary[].text", Findings::content)
        .on("output[].arguments", Findings::content)
        .on("output[].input", Findings::content);
  }

  private static void answer(Paths<Findings> paths, String answer) {
    Form.terms(paths, answer);
    Form.usage(paths, answer + "usage", "input", "output");
    String tools = answer + "tool_usage.";
    paths
        .on(tools + "web_search.num_requests", Form.count(Kind.WEB_SEARCH))
        .on(tools + "image_gen.input_tokens", Form.count(Kind.PAINTER_INPUT))
        .on(tools + "image_gen.output_tokens", Form.count(Kind.PAINTER_OUTPUT))
        .on(answer + "output", ResponsesForm::output)
        .on(answer + "output[].type", ResponsesForm::item)
        .on(answer + "output[].result", Findings::unmeasured) // a picture
        .on(answer + "output[].content[].text", Findings::unmeasured)
        .on(answer + "output[].content[].refusal", Findings::repeatedRefusal)
        .on(answer + "status", ResponsesForm::status)
        .on(answer + "incomplete_details.reason", ResponsesForm::incomplete);
  }

  private static void sequence(Findings seen, JsonParser json) {
    if (json.isExpectedNumberIntToken()) {
      seen.sequence = json.getValueAsLong(seen.sequence) + 1;
    }
  }

  private static void output(Findings seen, JsonParser json) {
    seen.shaped |= json.isExpectedStartArrayToken();
    seen.counts.restart(Kind.FILE_SEARCH_ITEM);
  }

  private static void item(Findings seen, JsonParser json) {
    String type = Findings.string(json);
    seen.toolCall |= type != null && CALLS.contains(type);
    if ("file_search_call".equals(type)) {
      seen.counts.increment(Kind.FILE_SEARCH_ITEM);
    }
  }

  private static void status(Findings seen, JsonParser json) {
    String status = Findings.string(json);
    if (status == null) {
      return;
    }
    switch (status) {
      case "completed" -> seen.finish = Finish.STOP;
      case "incomplete" -> seen.finish = seen.finish == null ? Finish.LENGTH : seen.finish;
      case "failed" -> seen.fail();
      default -> {} // queued, in_progress
    }
  }

  private static void incomplete(Findings seen, JsonParser json) {
    String reason = Findings.string(json);
    if (reason != null) {
      seen.finish = reason.equals("content_filter") ? Finish.CONTENT_FILTER : Finish.LENGTH;
    }
  }

  @Override
  public Paths<Findings> paths() {
    return PATHS;
  }

  @Override
  public Step step(Findings seen) {
    String type = seen.type == null ? "" : seen.type;
    if (type.equals("response.failed")) {
      seen.fail();
      return Step.BROKEN;
    }
    if (type.equals("response.completed") || type.equals("response.incomplete")) {
      return Step.LAST;
    }
    return seen.content ? delta(seen, type) : Step.MORE;
  }

  private static Step delta(Findings seen, String type) {
    switch (type) {
      case "response.output_text.delta" -> seen.text = true;
      case "response.audio.delta" -> {
        seen.text = true;
        seen.said.takeBack();
      }
      case "response.refusal.delta" -> seen.refusal = true;
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
          seen.toolCall = true;
      default -> {} // reasoning, and the tools that the vendor runs
    }
    return Step.CONTENT;
  }

  @Override
  public boolean mayEnd(Findings seen) {
    return false;
  }

  @Override
  public boolean isWhole(Findings seen) {
    return seen.shaped;
  }

  @Override
  public Usage usage(Counts counts) {
    return counts.withCache();
  }
}
