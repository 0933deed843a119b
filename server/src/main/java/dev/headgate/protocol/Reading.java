package dev.headgate.protocol;

import dev.headgate.base.Tap;
import dev.headgate.base.Usage;
import java.util.Optional;

/// Reads one attempt's answer as it goes by: what it is, what it used, how it ended. Lives on the
/// event loop; its findings may be asked from another thread once its source says that it stands
/// still or has ended.
public interface Reading extends Tap {
  /// As far as is known: the last word of the provider counts.
  Usage usage();

  /// What an answer that broke off has used by now, made of what went by; never less than the
  /// provider said.
  default Usage usageSoFar() {
    return usage().estimated();
  }

  /// On which terms it was served, as far as the provider says.
  default Terms terms() {
    return Terms.NONE;
  }

  Optional<Finish> finish();

  /// The error that came in the place of an answer, in an error status, in a 200, or in the stream.
  Optional<VendorError> error();

  /// Whether the answer holds neither text nor a tool call nor a refusal.
  boolean isEmpty();

  /// The number that an event of ours would bear after those seen, where events are numbered.
  default long nextSequence() {
    return 0;
  }
}
