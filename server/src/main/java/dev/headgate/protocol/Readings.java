package dev.headgate.protocol;

/// Makes what reads an attempt's answer.
public final class Readings {
  private Readings() {}

  /// For a call of this operation at a provider; `stream` if the request asked for events.
  public static Reading of(Surface upstream, boolean stream) {
    return new AnswerReading(Form.of(upstream), stream);
  }
}
