package dev.headgate.simulate;

import dev.headgate.base.Field;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How an answer goes wrong. Where a fault counts tokens and the answer has fewer, it strikes at
/// the answer's end.
public sealed interface Fault {
  /// Nothing does.
  record None() implements Fault {}

  /// An error of this status; without a body, in the vendor's own words.
  record Status(int code, List<Field> fields, @Nullable String body) implements Fault {
    public Status {
      fields = List.copyOf(fields);
    }

    public Status(int code) {
      this(code, List.of(), null);
    }
  }

  /// A TCP reset in the place of an answer.
  record Reset() implements Fault {}

  /// No answer at all, until the client leaves.
  record Silent() implements Fault {}

  /// The first token comes so much later; the head and what precedes content do not.
  record SlowFirstToken(Duration delay) implements Fault {}

  /// The connection is closed, or reset, after so many tokens; an answer in one piece breaks in its
  /// middle.
  record CutAfter(int tokens, boolean reset) implements Fault {}

  /// After so many tokens nothing comes for so long.
  record StallAfter(int tokens, Duration delay) implements Fault {}

  /// After so many tokens comes an event that is no JSON; an answer in one piece lacks its half.
  record Malformed(int tokens) implements Fault {}

  /// A stream ends without the event that ends it.
  record NoTerminator() implements Fault {}

  /// An error's body under status 200; without a body, in the vendor's own words.
  record ErrorIn200(@Nullable String body) implements Fault {}

  /// A stream ends in the vendor's error event after so many tokens: 0 is after what precedes
  /// content, `FIRST` before even that.
  record ErrorEvent(int tokens) implements Fault {
    public static final int FIRST = -1;
  }

  /// The vendor's refusal of a prompt beyond the context window.
  record ContextTooLong() implements Fault {}

  /// The answer is broken off by the vendor's content filter, which is a clean end.
  record ContentFilter() implements Fault {}

  /// The vendor's refusal of an account without money; with this code, if any.
  record OutOfCredit(@Nullable String code) implements Fault {}

  /// The answer does not say what it used.
  record MissingUsage() implements Fault {}

  /// A clean answer that says nothing.
  record EmptyAnswer() implements Fault {}

  /// JSON where a stream was asked for, and the other way round.
  record WrongShape() implements Fault {}

  /// The answer is compressed by gzip, whatever the client accepts.
  record Compressed() implements Fault {}
}
