package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Usage;
import dev.headgate.protocol.Terms;
import org.jspecify.annotations.Nullable;

/// How an attempt ended, as far as its bill goes.
public sealed interface Ended {
  /// Nothing was sent, or to a connection that had long been closed.
  record Unsent(Cause cause) implements Ended {}

  /// The provider refused before it generated anything.
  record Unbilled(Cause cause, int status) implements Ended {}

  /// The provider said what it used. There is a cause where the answer was of no use all the same.
  record Billed(Usage usage, Terms terms, @Nullable Cause cause) implements Ended {}

  /// It broke or was stopped under way; `soFar` is made of what had gone by.
  record Cut(Cause cause, Usage soFar, Terms terms) implements Ended {}
}
