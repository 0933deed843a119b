package dev.headgate.protocol;

import dev.headgate.base.Step;
import dev.headgate.base.Usage;

/// An answer that is a result and no text: it comes whole, and nothing ends it early.
record PlainForm(Paths<Findings> paths, boolean isBilled) implements Form {
  static final PlainForm EMBEDDINGS = new PlainForm(embeddings(), true);
  static final PlainForm COUNT_TOKENS = new PlainForm(countTokens(), false);

  private static Paths<Findings> embeddings() {
    Paths<Findings> paths = Form.errors();
    Form.terms(paths, "");
    Form.usage(paths, "usage", "prompt", "completion");
    return paths.on("data", (seen, json) -> shaped(seen, json.isExpectedStartArrayToken()));
  }

  private static Paths<Findings> countTokens() {
    return Form.errors()
        .on("input_tokens", (seen, json) -> shaped(seen, json.currentToken().isNumeric()));
  }

  private static void shaped(Findings seen, boolean result) {
    seen.shaped |= result;
    seen.text |= result;
  }

  @Override
  public Step step(Findings seen) {
    return Step.BROKEN;
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
    return isBilled ? counts.withCache() : Usage.NONE;
  }
}
