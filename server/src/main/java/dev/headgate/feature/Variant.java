package dev.headgate.feature;

import dev.headgate.config.Problems;
import dev.headgate.config.Section;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One way to serve a feature: a model as a caller would ask for it, a prompt, members that go into
/// the request body as they are (name to JSON text), and the most tokens that an answer may have.
public record Variant(
    String name, String model, Prompt prompt, Map<String, String> parameters, int maxOutputTokens) {
  /// The least and the most that can be set as `max-output-tokens`.
  static final int LEAST_TOKENS = 1;

  static final int MOST_TOKENS = 1_000_000;
  private static final int PROMPT_BYTES = 1 << 20;

  /// Members that Headgate writes itself: set here, they would be overwritten or undo a bound.
  private static final Set<String> OWNED =
      Set.of(
          "model",
          "messages",
          "system",
          "input",
          "instructions",
          "stream",
          "stream_options",
          "max_tokens",
          "max_completion_tokens",
          "max_output_tokens",
          "n",
          "headgate");

  private static final Pattern BUDGET = Pattern.compile("\"budget_tokens\" ?: ?(\\d{1,9})\\b");

  static Variant read(String name, Section in, int maxOutputTokens, Problems problems) {
    String model = in.requiredText("model");
    in.requiredText("prompt");
    Prompt prompt =
        in.textFile("prompt", PROMPT_BYTES)
            .map(file -> PromptFile.read(file, in, problems))
            .orElse(Prompt.EMPTY);
    Map<String, String> parameters = in.json("parameters");
    for (String owned : parameters.keySet()) {
      if (OWNED.contains(owned)) {
        in.section("parameters").problem(owned, "not a parameter: Headgate sets this member");
      }
    }
    int tokens = in.integer("max-output-tokens", maxOutputTokens, LEAST_TOKENS, MOST_TOKENS);
    Matcher budget = BUDGET.matcher(parameters.getOrDefault("thinking", ""));
    if (budget.find() && Integer.parseInt(budget.group(1)) >= tokens) {
      in.section("parameters")
          .problem("thinking", "budget_tokens is not below max-output-tokens, which is " + tokens);
    }
    return new Variant(name, model, prompt, parameters, tokens);
  }
}
