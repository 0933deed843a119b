package dev.headgate.scenario;

import java.net.http.HttpHeaders;

/// What a client got. `whole` is false where the connection broke before the answer's end.
record Heard(Way way, int status, HttpHeaders fields, String text, boolean whole, double seconds) {
  /// An undisturbed answer with something in it.
  boolean isAnswer() {
    return status == 200 && whole && way.endsClean(text) && !hasError() && text.length() > 60;
  }

  /// An answer that began and says that it broke off: an error in the stream and no clean end.
  boolean isCut() {
    return status == 200 && way.stream() && hasError() && !way.endsClean(text);
  }

  /// An error of ours, in the surface's shape.
  boolean isError(String code) {
    return status >= 400 && text.contains(code) && "false".equals(field("x-should-retry"));
  }

  private boolean hasError() {
    return text.contains("event: error") || text.contains("{\"error\":");
  }

  String field(String name) {
    return fields.firstValue(name).orElse("");
  }

  String provider() {
    return field("x-headgate-provider");
  }

  int attempts() {
    return Integer.parseInt(fields.firstValue("x-headgate-attempts").orElse("0"));
  }

  @Override
  public String toString() {
    return status + (whole ? " " : " (broken) ") + text.substring(0, Math.min(300, text.length()));
  }
}
