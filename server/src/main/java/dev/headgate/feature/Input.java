package dev.headgate.feature;

import java.util.List;

/// A value that may fill a prompt, as it came in JSON.
sealed interface Input {
  record Text(String text) implements Input {}

  /// A number as it was written: `1.50` fills in as `1.50`.
  record Numeral(String text) implements Input {}

  record Flag(boolean on) implements Input {}

  record Items(List<Input> items) implements Input {}

  /// Nothing that could fill a prompt, but what it is can be said.
  record Other(String kind) implements Input {}

  /// What a refusal calls it; never its value.
  default String kind() {
    return switch (this) {
      case Text _ -> "string";
      case Numeral(String text) -> InputType.isInteger(text) ? "integer" : "number";
      case Flag _ -> "boolean";
      case Items(List<Input> items) ->
          items.stream()
              .filter(each -> !each.isScalar())
              .findFirst()
              .map(each -> "list with an item that is " + each.kind())
              .orElse("list");
      case Other(String kind) -> kind;
    };
  }

  default boolean isScalar() {
    return switch (this) {
      case Text _, Numeral _, Flag _ -> true;
      case Items _, Other _ -> false;
    };
  }

  /// As the template engine takes it: text, a boolean, or a list of texts.
  default Object value() {
    return switch (this) {
      case Text(String text) -> text;
      case Numeral(String text) -> text;
      case Flag(boolean on) -> on;
      case Items(List<Input> items) -> items.stream().map(each -> each.value().toString()).toList();
      case Other _ -> throw new IllegalStateException("an input that fits no type");
    };
  }
}
