package dev.headgate.base;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A credential that cannot be printed, serialised or compared by accident. `reveal` is the one way
/// to its text and stands only where a request to its owner is written.
public final class Secret {
  private final String text;

  public Secret(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("secret: empty (expected: at least one character)");
    }
    this.text = text;
  }

  public String reveal() {
    return text;
  }

  /// Compares in time that does not depend on where the two differ.
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(bytes(text), bytes(secret.text));
  }

  /// The same for all, so that no table leaks anything of the text.
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return "[secret]";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
