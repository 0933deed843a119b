package dev.headgate.protocol;

import org.jspecify.annotations.Nullable;

/// An error as a vendor words it. It may repeat what it was sent, credentials included, so it goes
/// to the caller who wrote the request and nowhere else.
public record VendorError(@Nullable String type, @Nullable String code, @Nullable String message) {
  @Override
  public String toString() {
    return "VendorError[" + type + ", " + code + "]";
  }
}
