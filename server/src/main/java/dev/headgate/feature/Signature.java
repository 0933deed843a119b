package dev.headgate.feature;

import static dev.headgate.base.Refusal.Code.INVALID_INPUTS;

import dev.headgate.base.Decision;
import dev.headgate.config.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The inputs that a feature takes: those of all its variants together. A request is refused or not
/// whichever variant it is served, so that no rollout breaks the calls of a few.
record Signature(Map<String, Declared> inputs) {

  /// Joins what the variants' prompts declare; an input that one of them requires is required.
  static Signature of(List<Variant> variants, Section in) {
    var inputs = new LinkedHashMap<String, Declared>();
    for (Variant variant : variants) {
      for (var input : variant.prompt().declared().entrySet()) {
        Declared other = inputs.get(input.getKey());
        Declared declared = input.getValue();
        if (other != null && other.type() != declared.type()) {
          in.section(variant.name()).problem("prompt", differ(input.getKey(), declared, other));
        } else if (other == null || declared.otherwise() == null) {
          inputs.put(input.getKey(), declared);
        }
      }
    }
    return new Signature(inputs);
  }

  private static String differ(String name, Declared declared, Declared other) {
    return "input %s is %s here and %s in a variant above (expected: one type)"
        .formatted(name, declared.type().text(), other.type().text());
  }

  Decision<Inputs> check(Inputs given) {
    for (String name : given.names()) {
      if (!inputs.containsKey(name)) {
        String names = inputs.isEmpty() ? "none" : String.join(", ", inputs.keySet());
        return Inputs.refused(
            INVALID_INPUTS,
            Inputs.path(name),
            "an input that the feature does not take (expected: " + names + ")");
      }
    }
    for (var input : inputs.entrySet()) {
      String name = input.getKey();
      InputType type = input.getValue().type();
      Optional<Input> value = input.getValue().in(given, name);
      if (value.filter(type::accepts).isEmpty()) {
        String found = value.map(Input::kind).orElse("missing");
        return Inputs.refused(
            INVALID_INPUTS, Inputs.path(name), found + " (expected: " + type.text() + ")");
      }
    }
    return Decision.yes(given);
  }
}
