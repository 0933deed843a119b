package dev.headgate.protocol;

import dev.headgate.base.Tap;
import dev.headgate.base.Usage;
import java.util.Optional;

/// Reads one attempt's answer as it goes by: what it is, what it used, how it ended. Lives on the
/// event loop; its findings may be asked from another thread once its source says that it stands
/// still or has ended.
public interface Reading extends Tap {
  /// What the provider has said, its last word; of an answer that is over, and of which it has not
  /// said all, an estimate that is no less.
  Usage usage();

  /// What an answer that broke off has used by now, estimated by what went by; never less than the
  /// provider said, and nothing where it refused before there was content.
  Usage usageSoFar();

  /// On which terms it was served, as far as the provider says.
  Terms terms();

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
