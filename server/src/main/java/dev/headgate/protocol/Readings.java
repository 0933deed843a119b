package dev.headgate.protocol;

/// Makes what reads an attempt's answer.
public final class Readings {
  private Readings() {}

  /// For a call of this operation at a provider; `stream` if the request asked for events, which
  /// says nothing where there are none. What the request's body has in bytes is what its input is
  /// estimated by.
  public static Reading of(Surface upstream, boolean stream, long requestBytes) {
    Form form = Form.of(upstream);
    return new AnswerReading(form, stream && !(form instanceof PlainForm), requestBytes);
  }
}
