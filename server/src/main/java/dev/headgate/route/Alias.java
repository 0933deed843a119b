package dev.headgate.route;

import dev.headgate.config.Section;
import java.util.List;

/// A name of our own for a target: `models: { fast: { targets: [openai/gpt-6-luna] } }`.
public record Alias(String name, String target) {
  public static Alias read(String name, Section in) {
    List<String> targets = in.texts("targets");
    if (targets.isEmpty()) {
      in.problem("targets", "nothing (expected: a list with one provider/model)");
    } else if (targets.size() > 1) {
      in.problem(
          "targets",
          targets.size() + " targets (expected: one; plans over several are not built yet)");
    }
    return new Alias(name, targets.isEmpty() ? "" : targets.getFirst());
  }
}
