package dev.headgate.config;

import dev.headgate.config.Node.Mapping;
import dev.headgate.config.Node.Refused;
import dev.headgate.config.Node.Scalar;
import dev.headgate.config.Node.Sequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.events.StreamEndEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;

/// Parses a file's text into nodes: one document, plain data, at most 32 levels deep.
///
/// `{ api-key: ${NAME} }` is how everyone writes it, and is not YAML: no brace may stand in a text
/// inside braces. So a reference's own braces are hidden from the parser behind two characters that
/// Unicode keeps free of meaning, one for one, so that all lines stay right.
final class Yaml {
  private static final int DEPTH = 32;
  private static final String TOO_DEEP = "nested too deep";

  private static final Pattern BRACED = Pattern.compile("\\$\\{([^{}\\r\\n]*)}");
  private static final char OPEN = '\uFDD0';
  private static final char CLOSE = '\uFDD1';

  private final Path file;
  private final Problems problems;
  private final Iterator<Event> events;
  private int line = 1;

  private Yaml(String text, Path file, Problems problems) {
    this.file = file;
    this.problems = problems;
    String hidden = BRACED.matcher(text).replaceAll("\\$" + OPEN + "$1" + CLOSE);
    this.events = new Parse(LoadSettings.builder().build()).parseString(hidden).iterator();
  }

  /// A mapping, or refused.
  static Node parse(String text, Path file, Problems problems) {
    var yaml = new Yaml(text, file, problems);
    try {
      return yaml.document();
    } catch (MarkedYamlEngineException broken) {
      yaml.note(placeOf(broken).orElse(yaml.line), explained(String.valueOf(broken.getProblem())));
    } catch (RuntimeException _) {
      // the parser lets others out too: of its reader, of number formats, of code points
      yaml.note(yaml.line, "not YAML from here on");
    }
    return new Refused(1);
  }

  private Node document() {
    next();
    if (next() instanceof StreamEndEvent) {
      note(1, "empty (expected: a mapping of settings)");
      return new Refused(1);
    }
    Node root = node(next(), new Place(file, 1, ""), 0);
    next();
    if (!(next() instanceof StreamEndEvent)) {
      note(line, "a second document (expected: one)");
    }
    if (root instanceof Scalar || root instanceof Sequence) {
      String found = root instanceof Scalar ? "a text" : "a list";
      note(1, found + " (expected: a mapping of settings)");
      return new Refused(1);
    }
    return root;
  }

  private Event next() {
    Event event = events.next();
    line = lineOf(event.getStartMark()).orElse(line);
    return event;
  }

  private Node node(Event event, Place at, int depth) {
    if (depth > DEPTH) {
      throw new ParserException(TOO_DEEP, event.getStartMark());
    }
    if (event instanceof NodeEvent node) {
      refuseDecoration(node, at);
    }
    return switch (event) {
      case ScalarEvent scalar -> scalar(scalar, at);
      case SequenceStartEvent _ -> sequence(at, depth);
      case MappingStartEvent _ -> mapping(at, depth);
      default -> new Refused(at.line());
    };
  }

  private Node scalar(ScalarEvent event, Place at) {
    if (Shown.isKeyLike(event.getValue())) {
      problems.note(at, Shown.LITERAL_SECRET);
      return new Refused(at.line());
    }
    return new Scalar(at.line(), unhidden(event.getValue()), event.isPlain());
  }

  private Node sequence(Place at, int depth) {
    var items = new ArrayList<Node>();
    for (Event event = next(); event.getEventId() != Event.ID.SequenceEnd; event = next()) {
      items.add(node(event, at.item(line, items.size()), depth + 1));
    }
    return new Sequence(at.line(), Collections.unmodifiableList(items));
  }

  private Node mapping(Place at, int depth) {
    var members = new LinkedHashMap<String, Node>();
    for (Event event = next(); event.getEventId() != Event.ID.MappingEnd; event = next()) {
      member(event, members, at, depth + 1);
    }
    return new Mapping(at.line(), Collections.unmodifiableMap(members));
  }

  private void member(Event event, Map<String, Node> members, Place at, int depth) {
    String name = event instanceof ScalarEvent scalar ? unhidden(scalar.getValue()) : "";
    Place child = at.child(line, name);
    Node key = node(event, child, depth);
    Node value = node(next(), child, depth);
    if (key instanceof Refused) {
      return;
    }
    if (name.isEmpty()) {
      problems.note(child, key.shown() + " as a key (expected: a text)");
      return;
    }
    Node first = members.putIfAbsent(name, value);
    if (first != null) {
      problems.note(child, "duplicate key (first at line " + first.line() + ")");
    }
  }

  /// Aliases and tags can make a short file mean something long or strange; no setting needs them.
  private void refuseDecoration(NodeEvent event, Place at) {
    boolean tagged =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag().isPresent();
          case CollectionStartEvent collection -> collection.getTag().isPresent();
          default -> false;
        };
    if (event instanceof AliasEvent) {
      problems.note(at, "a YAML alias (expected: the value itself)");
    } else if (event.getAnchor().isPresent()) {
      problems.note(at, "a YAML anchor (expected: the value alone)");
    } else if (tagged) {
      problems.note(at, "a YAML tag (expected: the value alone)");
    }
  }

  private void note(int line, String message) {
    problems.note(new Place(file, line, ""), message);
  }

  private static String unhidden(String text) {
    return text.replace(OPEN, '{').replace(CLOSE, '}');
  }

  /// A quote that is not closed is found at the end of the file, and mended where it began.
  private static Optional<Integer> placeOf(MarkedYamlEngineException broken) {
    boolean unclosed = String.valueOf(broken.getProblem()).contains("unexpected end of stream");
    return lineOf(unclosed ? broken.getContextMark() : broken.getProblemMark());
  }

  private static Optional<Integer> lineOf(Optional<Mark> mark) {
    return mark.map(found -> found.getLine() + 1);
  }

  /// The parser's words would quote the file, and say little to who does not write parsers.
  private static String explained(String problem) {
    String cause =
        switch (problem) {
          case TOO_DEEP -> "nested deeper than " + DEPTH + " levels";
          case String p when p.contains("unexpected end of stream") -> "a quote is not closed";
          case String p when p.contains("TAB") -> "a tab (expected: spaces)";
          case String p when p.startsWith("mapping values") ->
              "\": \" where no key may stand (quote the text, or mend the indentation)";
          case String p when p.startsWith("could not find expected ':'") ->
              "no \": \" after the key above";
          case String p when p.startsWith("expected <block end>") ->
              "wrong indentation, or text after a closing quote or bracket";
          case String p when p.startsWith("expected ','") -> "a { or [ above is not closed";
          case String p when p.startsWith("found character") ->
              "a text that begins with this character needs quotes";
          default -> "the parser cannot read on";
        };
    return "not YAML: " + cause;
  }
}
