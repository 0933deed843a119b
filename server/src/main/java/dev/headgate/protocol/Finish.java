package dev.headgate.protocol;

/// Why a model stopped, in the words of the neutral answer.
public enum Finish {
  STOP,
  LENGTH,
  TOOL_CALLS,
  CONTENT_FILTER;

  /// As it stands in answers and records: `tool_calls`.
  public String text() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
