package dev.headgate.protocol;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What an answer says of the call itself. `id` is the call's, a UUID of version 7; `fallback` is
/// `canned` or `target`, unless the answer is the one that was asked for first.
public record Facts(
    String id, String feature, String variant, String model, @Nullable String fallback) {

  /// The call's id in a vendor's style.
  String id(String prefix) {
    return prefix + id.replace("-", "");
  }

  /// When the call began, in seconds after 1970, as its id has it.
  long created() {
    return (UUID.fromString(id).getMostSignificantBits() >>> 16) / 1_000;
  }
}
