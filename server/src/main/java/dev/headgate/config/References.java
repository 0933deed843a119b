package dev.headgate.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts in what `${NAME}` and `${file:path}` stand for, at most 16 to a text; `$${` is a `${`
/// itself. What they stand for is never part of a message. Paths are relative to the
/// configuration's file.
record References(Path file, Environment environment, Sources sources) {
  private static final int FILE_BYTES = 64 << 10;
  private static final int MOST = 16;

  private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{(?:([^{}]*)})?");
  private static final Pattern ONE = Pattern.compile("\\$\\{[^{}]*}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");
  private static final String FILE = "file:";

  /// Whether the text is one reference and nothing else.
  static boolean isOne(String text) {
    return ONE.matcher(text).matches();
  }

  /// Whether there is a reference in the text.
  static boolean holds(String text) {
    return ONE.matcher(text.replace("$${", "")).find();
  }

  /// The text with all its references filled in; without one of them `trouble` hears why, and there
  /// is no text.
  Optional<String> fill(String text, Consumer<String> trouble) {
    Matcher matcher = REFERENCE.matcher(text);
    var filled = new StringBuilder();
    boolean whole = true;
    for (int count = 1; matcher.find(); count++) {
      if (count > MOST) {
        trouble.accept("more than " + MOST + " references");
        return Optional.empty();
      }
      Optional<String> value = value(matcher, trouble);
      whole &= value.isPresent();
      matcher.appendReplacement(filled, Matcher.quoteReplacement(value.orElse("")));
    }
    return whole ? Optional.of(matcher.appendTail(filled).toString()) : Optional.empty();
  }

  private Optional<String> value(MatchResult found, Consumer<String> trouble) {
    if (found.group().startsWith("$$")) {
      return Optional.of("${");
    }
    String inside = found.group(1);
    if (inside != null && inside.startsWith(FILE)) {
      return fileValue(inside.substring(FILE.length()), trouble);
    }
    if (inside != null && NAME.matcher(inside).matches()) {
      return variable(inside, trouble);
    }
    trouble.accept(
        "not a reference (expected: ${NAME} or ${file:path}; for the text ${ itself: $${)");
    return Optional.empty();
  }

  private Optional<String> variable(String name, Consumer<String> trouble) {
    Optional<String> value = environment.get(name);
    if (value.isEmpty()) {
      boolean set = environment.variables().containsKey(name);
      trouble.accept("${" + name + "}: the variable is " + (set ? "set but empty" : "not set"));
    }
    return value;
  }

  private Optional<String> fileValue(String path, Consumer<String> trouble) {
    Consumer<String> named = why -> trouble.accept("${file:" + Shown.of(path) + "}: " + why);
    Optional<String> value =
        resolved(path, named).flatMap(at -> sources.text(at, FILE_BYTES, named)).map(String::strip);
    if (value.isPresent() && value.get().isEmpty()) {
      named.accept("the file is empty");
      return Optional.empty();
    }
    return value;
  }

  Optional<Path> resolved(String path, Consumer<String> trouble) {
    try {
      return Optional.of(file.resolveSibling(path));
    } catch (InvalidPathException _) {
      trouble.accept("not a path");
      return Optional.empty();
    }
  }
}
