package dev.headgate.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Decision;
import dev.headgate.base.Nearest;
import dev.headgate.base.Printable;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The parameters after a path's question mark. Its getters never throw for what somebody wrote:
/// they note the first problem and return the default or nothing. What no getter asked for is
/// unknown: see `sound`.
public final class Query {
  private static final int LONGEST = 512;

  private final Map<String, String> given = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();
  private @Nullable Refusal problem;

  private Query() {}

  public static Query of(Request request) {
    var query = new Query();
    int mark = request.path().indexOf('?');
    if (mark >= 0) {
      for (String each : request.path().substring(mark + 1).split("&", -1)) {
        query.take(each);
      }
    }
    return query;
  }

  private void take(String parameter) {
    String[] parts = parameter.split("=", 2);
    try {
      String name = URLDecoder.decode(parts[0], UTF_8);
      String value = parts.length < 2 ? "" : URLDecoder.decode(parts[1], UTF_8);
      if (!name.isEmpty() && given.put(name, value) != null) {
        note(name, "stands there twice");
      }
    } catch (IllegalArgumentException malformed) {
      note(parts[0], "no percent-encoding");
    }
  }

  /// A text of at most 512 characters; an empty one counts as none.
  public Optional<String> text(String name) {
    return value(name, "a text of at most " + LONGEST + " characters", Optional::of);
  }

  public int integer(String name, int otherwise, int min, int max) {
    return value(
            name,
            "a whole number from " + min + " to " + max,
            text ->
                Optional.of(text)
                    .filter(digits -> digits.matches("\\d{1,9}"))
                    .map(Integer::valueOf)
                    .filter(number -> min <= number && number <= max))
        .orElse(otherwise);
  }

  /// What `parse` makes of it, if it is there; `expected` says what that takes.
  public <T> Optional<T> value(String name, String expected, Function<String, Optional<T>> parse) {
    asked.add(name);
    String text = given.getOrDefault(name, "");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> value = text.length() > LONGEST ? Optional.empty() : parse.apply(text);
    if (value.isEmpty()) {
      note(name, Printable.of(text) + " (expected: " + expected + ")");
    }
    return value;
  }

  /// What was read, if nothing was wrong and nothing unknown; comes last.
  public <T> Decision<T> sound(T read) {
    for (String name : given.keySet()) {
      if (!asked.contains(name)) {
        String known = asked.isEmpty() ? "" : " (expected: " + String.join(", ", asked) + ")";
        String meant = Nearest.hint(name, asked);
        note(name, "no such parameter" + (meant.isEmpty() ? known : meant));
      }
    }
    return problem == null ? Decision.yes(read) : Decision.no(problem);
  }

  private void note(String name, String message) {
    if (problem == null) {
      String shown = Printable.of(name);
      problem = new Refusal(Code.INVALID_REQUEST, shown + ": " + message, shown);
    }
  }
}
