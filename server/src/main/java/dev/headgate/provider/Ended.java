package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Usage;

/// How an attempt ended, as far as its bill goes.
public sealed interface Ended {
  /// Nothing was sent.
  record Unsent(Cause cause) implements Ended {}

  /// The provider refused before it generated anything.
  record Unbilled(Cause cause) implements Ended {}

  /// The provider said what it used.
  record Billed(Usage usage) implements Ended {}

  /// It broke or was stopped under way; how much was generated is not known.
  record Cut(Cause cause, Usage soFar) implements Ended {}
}
