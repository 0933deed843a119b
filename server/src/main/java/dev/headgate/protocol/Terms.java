package dev.headgate.protocol;

import org.jspecify.annotations.Nullable;

/// What a provider says of how it served an answer, as far as its price depends on it: the model
/// that answered, the service tier, the speed and the region. Of each the last word, a string of at
/// most 64 characters; longer ones are cut.
public record Terms(
    @Nullable String model,
    @Nullable String tier,
    @Nullable String speed,
    @Nullable String region) {
  static final int LONGEST = 64;

  public static final Terms NONE = new Terms(null, null, null, null);
}
