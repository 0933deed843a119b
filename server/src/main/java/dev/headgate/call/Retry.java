package dev.headgate.call;

import dev.headgate.base.Field;
import dev.headgate.base.Refusal;
import java.util.List;

/// What an error says to a client that would try again: its libraries obey `x-should-retry` before
/// anything else, and a second layer of retries would multiply ours.
public final class Retry {
  private Retry() {}

  public static List<Field> fields(Refusal refusal) {
    if (refusal.retryAfter() == null) {
      return List.of(new Field("x-should-retry", "false"));
    }
    long seconds = Math.max(1, refusal.retryAfter().plusMillis(999).toSeconds());
    return List.of(
        new Field("x-should-retry", "true"), new Field("retry-after", Long.toString(seconds)));
  }
}
