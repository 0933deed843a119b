package dev.headgate.protocol;

/// What a call sends, not yet in the words of any provider: made per attempt, never before.
public sealed interface CallBody permits Raw, Prompted {
  /// No output cap of ours.
  int UNCAPPED = Integer.MAX_VALUE;

  /// What the client asked.
  Ask ask();

  /// The body for a model of a provider, with at most `outputCap` tokens of output asked for.
  byte[] bytesFor(Dialect dialect, String model, int outputCap);

  /// Whether the prompt is a feature's, so that a provider's word on it is not the caller's affair.
  boolean isPrompted();

  /// Whether the answer will hold usage that the client did not ask for.
  default boolean injectsUsage(Dialect dialect) {
    return Edits.injectsUsage(ask(), dialect);
  }
}
