package dev.headgate.protocol;

import org.jspecify.annotations.Nullable;

/// What an answer says of the call itself. `fallback` is `canned` or `target`, if the answer is not
/// the one that was asked for first.
public record Facts(
    String id, String feature, String variant, String model, @Nullable String fallback) {}
