package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Head;
import dev.headgate.base.Refusal;
import dev.headgate.base.Registration;
import dev.headgate.http.Source;
import dev.headgate.protocol.Reading;
import dev.headgate.protocol.Surface;
import org.jspecify.annotations.Nullable;

/// What came of asking the plan's targets.
public sealed interface Opened {
  /// An answer worth passing on: content, or the provider's own word on the caller's mistake. Of
  /// such a word `rejection` is what the client is told where it can not be passed on as it came.
  /// `head` is the source's, without what repeats a credential of ours.
  record Answer(
      Attempt attempt,
      Surface operation,
      Reservation reservation,
      Reading reading,
      Head head,
      Source source,
      Registration watch,
      Turn turn,
      @Nullable Unavailable rejection)
      implements Opened, AutoCloseable {
    /// Whether the provider refused the caller's request.
    public boolean isError() {
      return rejection != null;
    }

    /// It broke while it was passed on, and that is the provider's doing.
    public void broke(Cause cause) {
      turn.failed(Fault.passing(cause));
    }

    @Override
    public void close() {
      watch.close();
      source.close();
      reservation.close();
      turn.close();
    }
  }

  /// No target answered. The canned answer may stand in unless the provider judged the content.
  record Unavailable(Refusal refusal, Cause cause, boolean mayFallBack) implements Opened {}
}
