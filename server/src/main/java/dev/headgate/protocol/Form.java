package dev.headgate.protocol;

import dev.headgate.base.Step;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Counts.Kind;
import java.util.List;

/// The form in which a surface answers: where things stand, and what makes an answer complete.
sealed interface Form permits ChatForm, MessagesForm, ResponsesForm, PlainForm {
  Paths<Findings> paths();

  /// What the event just read is, if it is no error.
  Step step(Findings seen);

  /// Whether a stream may just end here, without its last event.
  boolean mayEnd(Findings seen);

  /// Whether a whole answer is one.
  boolean isWhole(Findings seen);

  Usage usage(Counts counts);

  /// Whether its vendors bill for it.
  default boolean isBilled() {
    return true;
  }

  static Form of(Surface surface) {
    return switch (surface) {
      case CHAT -> new ChatForm();
      case MESSAGES -> new MessagesForm();
      case RESPONSES -> new ResponsesForm();
      case EMBEDDINGS -> PlainForm.EMBEDDINGS;
      case COUNT_TOKENS -> PlainForm.COUNT_TOKENS;
      case FEATURES -> throw new IllegalArgumentException("no provider has features");
    };
  }

  /// Where errors stand, also in the place of any answer: OpenAI's and Anthropic's, and Gemini's,
  /// who puts OpenAI's into an array.
  static Paths<Findings> errors() {
    var paths = new Paths<Findings>();
    for (String error : List.of("error", "[].error")) {
      error(paths, error);
    }
    return paths;
  }

  static void error(Paths<Findings> paths, String error) {
    paths
        .on(error, Findings::error)
        .on(error + ".type", Findings::errorType)
        .on(error + ".code", Findings::errorCode)
        .on(error + ".message", Findings::errorMessage)
        .on(error + ".details.error_code", Findings::errorCode);
  }

  /// OpenAI's usage, at a path, by its words for input and output. Predictions, accepted or not,
  /// are part of the output and cost the same.
  static void usage(Paths<Findings> paths, String usage, String input, String output) {
    String in = usage + "." + input + "_tokens";
    String out = usage + "." + output + "_tokens";
    String written = in + "_details.cache_write_tokens";
    String tools = usage + ".server_side_tool_usage_details."; // xAI
    paths
        .on(usage, (seen, _) -> seen.counts.replace())
        .on(in, count(Kind.INPUT))
        .on(in + "_details.cached_tokens", count(Kind.CACHE_READ))
        .on(in + "_details.audio_tokens", count(Kind.INPUT_AUDIO))
        .on(in + "_details.image_tokens", count(Kind.INPUT_IMAGE))
        .on(written, count(Kind.CACHE_WRITE))
        .on(written + "_details.ttl_30m_tokens", count(Kind.WRITE_SHORT))
        .on(written + "_details.ttl_12h_tokens", count(Kind.WRITE_LONG))
        .on(out, count(Kind.OUTPUT))
        .on(out + "_details.reasoning_tokens", count(Kind.REASONING))
        .on(out + "_details.audio_tokens", count(Kind.OUTPUT_AUDIO))
        .on(out + "_details.image_tokens", count(Kind.OUTPUT_IMAGE))
        .on(usage + ".total_tokens", count(Kind.TOTAL))
        .on(tools + "web_search_calls", count(Kind.WEB_SEARCH))
        .on(tools + "x_search_calls", count(Kind.X_SEARCH))
        .on(tools + "file_search_calls", count(Kind.FILE_SEARCH));
  }

  /// What the price of an answer depends on beside its usage, as OpenAI puts it.
  static void terms(Paths<Findings> paths, String answer) {
    paths
        .on(answer + "model", (seen, json) -> seen.terms.model(json))
        .on(answer + "service_tier", (seen, json) -> seen.terms.tier(json));
  }

  static Paths.Visit<Findings> count(Kind kind) {
    return (seen, json) -> seen.counts.put(kind, json);
  }
}
