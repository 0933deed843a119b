package dev.headgate.protocol;

import java.util.Locale;

/// A message of a conversation; its text is somebody's prompt and is never printed.
public record Message(Role role, String text) {
  /// Who speaks.
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT;

    /// As it stands on the wire: `user`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return "Message[" + role + "]";
  }
}
