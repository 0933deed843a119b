package dev.headgate.bench;

import java.time.Duration;

/// What the upstream mock does with a request: wait, then answer whole or by `chunks` events, one
/// every `pace` on average. Whole: no chunks.
record Script(Duration delay, int chunks, Duration pace) {
  /// What a stream ends with: the event that says why, and `[DONE]`.
  private static final int LAST_EVENTS = 2;

  static Script whole(Duration delay) {
    return new Script(delay, 0, Duration.ZERO);
  }

  static Script stream(int chunks, Duration pace) {
    return new Script(Duration.ZERO, chunks, pace);
  }

  /// How many events a caller who did not ask for usage has to see.
  int events() {
    return chunks == 0 ? 0 : chunks + LAST_EVENTS;
  }
}
