package dev.headgate.config;

import static java.util.stream.Collectors.joining;

import dev.headgate.config.Node.Mapping;
import dev.headgate.config.Node.Refused;
import dev.headgate.config.Node.Scalar;
import dev.headgate.config.Node.Sequence;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.core.io.JsonStringEncoder;

/// The JSON text of a node: a number as it is written, so that `1.50` stays `1.50`; without quotes
/// `true`, `false` and `null` are what they say, and `no`, `on` or a date are texts.
record Json(References references, BiConsumer<Place, String> problem) {
  private static final Pattern NUMBER =
      Pattern.compile("-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");

  /// What YAML takes for a number and JSON does not.
  private static final Pattern ODD_NUMBER =
      Pattern.compile(
          "[-+]?(?:\\.[0-9]+|[0-9][0-9_]*(?:\\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?"
              + "|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?\\.(?:inf|Inf|INF)|\\.(?:nan|NaN|NAN)");

  private static final Pattern TRUTH = Pattern.compile("true|True|TRUE|false|False|FALSE");

  String of(Node node, Place at) {
    return switch (node) {
      case Scalar scalar -> scalar(scalar, at);
      case Sequence list ->
          IntStream.range(0, list.items().size())
              .mapToObj(i -> item(list.items().get(i), at, i))
              .collect(joining(",", "[", "]"));
      case Mapping mapping ->
          mapping.members().entrySet().stream()
              .map(each -> member(each.getKey(), each.getValue(), at))
              .collect(joining(",", "{", "}"));
      case Refused _ -> "null";
    };
  }

  private String item(Node node, Place at, int index) {
    return of(node, at.item(node.line(), index));
  }

  private String member(String name, Node node, Place at) {
    return quoted(name) + ":" + of(node, at.child(node.line(), name));
  }

  private String scalar(Scalar scalar, Place at) {
    if (scalar.isNothing()) {
      return "null";
    }
    String text = references.fill(scalar.text(), why -> problem.accept(at, why)).orElse("");
    if (!scalar.plain()) {
      return quoted(text);
    }
    if (NUMBER.matcher(text).matches()) {
      return text;
    }
    if (TRUTH.matcher(text).matches()) {
      return text.toLowerCase(Locale.ROOT);
    }
    if (ODD_NUMBER.matcher(text).matches()) {
      problem.accept(
          at, scalar.shown() + " (expected: a number as in JSON, as 0.5, or a text in quotes)");
    }
    return quoted(text);
  }

  private static String quoted(String text) {
    return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
  }
}
