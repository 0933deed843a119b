package dev.headgate.protocol;

/// Makes what reads an attempt's answer.
public final class Readings {
  private Readings() {}

  /// For a call of this operation at a provider; `stream` if the request asked for events, which
  /// says nothing where there are none.
  public static Reading of(Surface upstream, boolean stream) {
    Form form = Form.of(upstream);
    return new AnswerReading(form, stream && !(form instanceof PlainForm));
  }
}
