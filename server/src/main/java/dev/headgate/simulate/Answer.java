package dev.headgate.simulate;

import dev.headgate.protocol.Finish;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// All that is going to be said to one request. `usage` counts the whole of it; none if it is to be
/// withheld.
record Answer(String id, Ask ask, List<Script> scripts, @Nullable Tokens usage) {
  /// The time of every answer, in seconds since 1970, so that the same seed gives the same bytes.
  static final long CREATED = 1_767_225_600;

  static Answer of(String id, Ask ask, List<Script> scripts, Tokens input) {
    long output = 0;
    long reasoning = 0;
    for (Script script : scripts) {
      output += script.tokens().size();
      reasoning += script.reasoning();
    }
    return new Answer(id, ask, scripts, input.with(output, reasoning));
  }

  Script script() {
    return scripts.getFirst();
  }

  /// Breaks off after `count` tokens, for a reason of its own.
  Answer first(int count, Finish why) {
    var begun = scripts.stream().map(script -> script.first(count, why)).toList();
    return usage == null ? this : of(id, ask, begun, usage);
  }

  Answer withoutUsage() {
    return new Answer(id, ask, scripts, null);
  }
}
