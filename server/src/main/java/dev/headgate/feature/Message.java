package dev.headgate.feature;

import java.util.Locale;

/// One message of a filled prompt.
public record Message(Role role, String text) {
  /// Whose words a message is.
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT;

    /// As it stands in a prompt file's headings and on the wire: `system`.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Never the text, which is a prompt's.
  @Override
  public String toString() {
    return role.text() + " message of " + text.length() + " characters";
  }
}
