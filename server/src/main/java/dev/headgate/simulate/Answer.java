package dev.headgate.simulate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is going to be said to one request. `usage` counts the whole of it; none if it is to be
/// withheld.
record Answer(String id, Ask ask, List<Script> scripts, @Nullable Tokens usage) {
  /// The time of every answer, in seconds since 1970, so that the same seed gives the same bytes.
  static final long CREATED = 1_767_225_600;

  static Answer of(String id, Ask ask, List<Script> scripts, Tokens input) {
    long output = scripts.stream().mapToLong(script -> script.tokens().size()).sum();
    long reasoning = scripts.stream().mapToLong(Script::reasoning).sum();
    return new Answer(id, ask, scripts, input.with(output, reasoning));
  }

  Script script() {
    return scripts.getFirst();
  }

  String toolName() {
    return ask.tool() == null ? "" : ask.tool().name();
  }
}
