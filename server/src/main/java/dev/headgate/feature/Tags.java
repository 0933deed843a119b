package dev.headgate.feature;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Checks the tags of one message of a prompt file against the inputs that the file declares. What
/// passes can be filled with any inputs of these types: the engine never meets a tag that it takes
/// for something else, nor a name that it has to look for.
final class Tags {
  private static final Pattern TAG =
      Pattern.compile(
          """
          \\{\\{(?:
              \\{ \\h* (?<plain>NAME) \\h* }
            | (?<kind>[\\#^/&]?) \\h* (?<name>NAME) \\h*
            | ! [^{}]*
          )}}\
          """
              .replace("NAME", "[A-Za-z][A-Za-z0-9_-]* | \\. | -first | -last | -index"),
          Pattern.COMMENTS);

  private record Open(String name, int line, boolean list) {}

  private final Map<String, Declared> declared;
  private final Set<String> used;
  private final ObjIntConsumer<String> problems;
  private final Deque<Open> open = new ArrayDeque<>();

  private Tags(Map<String, Declared> declared, Set<String> used, ObjIntConsumer<String> problems) {
    this.declared = declared;
    this.used = used;
    this.problems = problems;
  }

  /// Notes every problem of the message `text`, which begins in `line` of its file, and adds the
  /// inputs that it uses to `used`.
  static void check(
      String text,
      int line,
      Map<String, Declared> declared,
      Set<String> used,
      ObjIntConsumer<String> problems) {
    new Tags(declared, used, problems).all(text, line);
  }

  private void all(String text, int line) {
    Matcher tag = TAG.matcher(text);
    int seen = 0;
    for (int at = text.indexOf("{{"); at >= 0; at = text.indexOf("{{", seen)) {
      line += lines(text, seen, at);
      if (tag.region(at, text.length()).lookingAt()) {
        one(tag, line);
        line += lines(text, at, tag.end());
        seen = tag.end();
      } else {
        problems.accept("a tag that is none of {{x}}, {{#x}}, {{^x}}, {{/x}}, {{! comment}}", line);
        seen = at + 2;
      }
    }
    open.forEach(each -> problems.accept("{{#" + each.name + "}} is never closed", each.line));
  }

  private static int lines(String text, int from, int to) {
    return (int) text.substring(from, to).chars().filter(each -> each == '\n').count();
  }

  private void one(Matcher tag, int line) {
    if (tag.group("plain") != null) {
      print(tag.group("plain"), line);
    } else if (tag.group("name") != null) {
      switch (tag.group("kind")) {
        case "#", "^" -> open(tag.group("kind"), tag.group("name"), line);
        case "/" -> close(tag.group("name"), line);
        default -> print(tag.group("name"), line);
      }
    }
  }

  private void print(String name, int line) {
    if (isList(name, line)) {
      problems.accept(
          "{{%s}} is a list: write {{#%s}} … {{.}} … {{/%s}}".formatted(name, name, name), line);
    }
  }

  private void open(String kind, String name, int line) {
    boolean repeats = isList(name, line) && kind.equals("#");
    if (repeats && inList()) {
      problems.accept("{{#" + name + "}} stands within the section of a list", line);
    }
    open.push(new Open(name, line, repeats));
  }

  private void close(String name, int line) {
    if (open.isEmpty() || !open.peek().name.equals(name)) {
      problems.accept("{{/" + name + "}} does not close the section last opened", line);
    } else {
      open.pop();
    }
  }

  /// Looks a tag's name up, and notes one that cannot be filled.
  private boolean isList(String name, int line) {
    Declared input = declared.get(name);
    if (input != null) {
      used.add(name);
      return input.type() == InputType.LIST;
    }
    boolean item = name.startsWith("-") || name.equals(".");
    if (!item) {
      problems.accept("{{" + name + "}} is not declared under inputs", line);
    } else if (!inList()) {
      problems.accept("{{" + name + "}} stands outside the section of a list", line);
    }
    return false;
  }

  private boolean inList() {
    return open.stream().anyMatch(Open::list);
  }
}
