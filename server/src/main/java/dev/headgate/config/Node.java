package dev.headgate.config;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// A value as it stands in a file; `line` is that of its key, where it has one.
sealed interface Node {
  int line();

  /// Text as written, its references not filled in. `plain` is text without quotes, the only kind
  /// that may mean a number, a truth or nothing.
  record Scalar(int line, String text, boolean plain) implements Node {
    private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

    boolean isNothing() {
      return plain && NOTHING.contains(text);
    }
  }

  /// A list.
  record Sequence(int line, List<Node> items) implements Node {}

  /// Values by key, in the order of the file.
  record Mapping(int line, Map<String, Node> members) implements Node {}

  /// What was noted as a problem when it was read, and is passed over in silence from then on.
  record Refused(int line) implements Node {}

  /// What was found here, as a message may show it.
  default String shown() {
    return switch (this) {
      case Scalar scalar -> scalar.isNothing() ? "nothing" : Shown.of(scalar.text());
      case Sequence _ -> "a list";
      case Mapping _ -> "a mapping";
      case Refused _ -> "refused";
    };
  }
}
