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

  /// OpenAI's usage, at a path, by its words for input and output.
  static void usage(Paths<Findings> paths, String usage, String input, String output) {
    String in = usage + "." + input + "_tokens";
    String out = usage + "." + output + "_tokens";
    paths
        .on(usage, (seen, _) -> seen.counts.replace())
        .on(in, count(Kind.INPUT))
        .on(in + "_details.cached_tokens", count(Kind.CACHE_READ))
        .on(in + "_details.cache_write_tokens", count(Kind.CACHE_WRITE))
        .on(out, count(Kind.OUTPUT))
        .on(out + "_details.reasoning_tokens", count(Kind.REASONING))
        .on(usage + ".total_tokens", count(Kind.TOTAL));
  }

  static Paths.Visit<Findings> count(Kind kind) {
    return (seen, json) -> seen.counts.put(kind, json);
  }
}
