package dev.headgate.feature;

import java.util.List;
import java.util.Locale;

/// What a prompt declares that an input has to be.
public enum InputType {
  STRING,
  INTEGER,
  NUMBER,
  BOOLEAN,
  LIST;

  boolean accepts(Input input) {
    return switch (this) {
      case STRING -> input instanceof Input.Text;
      case INTEGER -> input instanceof Input.Numeral(String text) && isInteger(text);
      case NUMBER -> input instanceof Input.Numeral;
      case BOOLEAN -> input instanceof Input.Flag;
      case LIST ->
          input instanceof Input.Items(List<Input> items)
              && items.stream().allMatch(Input::isScalar);
    };
  }

  /// As it stands in prompt files: `string`.
  String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static boolean isInteger(String number) {
    try {
      Long.parseLong(number);
      return true;
    } catch (NumberFormatException fractionOrTooLarge) {
      return false;
    }
  }
}
