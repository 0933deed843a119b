package dev.headgate.protocol;

import dev.headgate.base.Step;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Counts.Kind;
import java.util.List;
import tools.jackson.core.JsonParser;

/// OpenAI Chat Completions, and what the many that are compatible with it add.
record ChatForm() implements Form {
  private static final Paths<Findings> PATHS = table();

  private static Paths<Findings> table() {
    Paths<Findings> paths = Form.errors();
    paths
        .on("choices[]", (seen, _) -> seen.shaped = true)
        .on("choices[].finish_reason", ChatForm::finish);
    message(paths, "choices[].delta.");
    message(paths, "choices[].message.");
    Form.terms(paths, "");
    Form.usage(paths, "usage", "prompt", "completion");
    Form.usage(paths, "x_groq.usage", "prompt", "completion");
    return paths
        .on("usage.prompt_cache_hit_tokens", Form.count(Kind.CACHE_READ)) // DeepSeek
        .on("usage.cached_tokens", Form.count(Kind.CACHE_READ)) // Moonshot
        .on("usage.reasoning_tokens", Form.count(Kind.REASONING)) // Perplexity, and what follows
        .on("usage.citation_tokens", Form.count(Kind.CITATION))
        .on("usage.num_search_queries", Form.count(Kind.WEB_SEARCH))
        .on("usage.server_tool_use.web_search_requests", Form.count(Kind.WEB_SEARCH)); // OpenRouter
  }

  private static void message(Paths<Findings> paths, String message) {
    for (String text : List.of("content", "content[].text", "audio.transcript")) {
      paths.on(message + text, Findings::text);
    }
    for (String media : List.of("audio.data", "images[].image_url.url")) {
      paths.on(message + media, Findings::unmeasured);
    }
    for (String thought : List.of("reasoning_content", "reasoning", "content[].thinking[].text")) {
      paths.on(message + thought, Findings::content);
    }
    for (String call :
        List.of("tool_calls[].function.", "tool_calls[].custom.", "function_call.")) {
      for (String part : List.of("name", "arguments", "input")) {
        paths.on(message + call + part, Findings::toolCall);
      }
    }
    paths.on(message + "refusal", Findings::refusal);
  }

  private static void finish(Findings seen, JsonParser json) {
    String reason = Findings.string(json);
    if (reason != null) {
      seen.finish =
          switch (reason) {
            case "length" -> Finish.LENGTH;
            case "tool_calls", "function_call" -> Finish.TOOL_CALLS;
            case "content_filter" -> Finish.CONTENT_FILTER;
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
    if (seen.done) {
      return seen.isAnswer() ? Step.LAST : Step.BROKEN;
    }
    return seen.content ? Step.CONTENT : Step.MORE;
  }

  /// Some servers know no `[DONE]`.
  @Override
  public boolean mayEnd(Findings seen) {
    return seen.finish != null;
  }

  @Override
  public boolean isWhole(Findings seen) {
    return seen.shaped && seen.isAnswer();
  }

  @Override
  public Usage usage(Counts counts) {
    return counts.withCache();
  }
}
