package dev.headgate.record;

import java.util.Locale;

/// How a call ended for its client.
public enum Outcome {
  /// With the model's answer.
  ANSWERED,
  /// With the canned answer.
  DEGRADED,
  /// Turned away by the gate itself.
  REFUSED,
  /// With an error, for no provider answered.
  FAILED,
  /// Broken off after content had gone out.
  CUT,
  /// The client left first.
  ABANDONED,
  /// Found open when the process had been killed.
  CRASHED;

  private final String text = name().toLowerCase(Locale.ROOT);

  /// Whether the client was let down.
  public boolean isError() {
    return this == FAILED || this == CUT || this == CRASHED;
  }

  /// As it stands in records: `answered`.
  public String text() {
    return text;
  }
}
