package dev.headgate.call;

import dev.headgate.base.Cause;
import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;

/// Leaves the story of a call where a gatekeeper said no.
final class Refused extends RuntimeException {
  private final Refusal refusal;

  private Refused(Refusal refusal) {
    super(refusal.code().text(), null, false, false);
    this.refusal = refusal;
  }

  static <T> T orRefuse(Decision<T> decision) {
    return switch (decision) {
      case Decision.Yes<T>(T value) -> value;
      case Decision.No<T>(Refusal no) -> throw new Refused(no);
    };
  }

  Refusal refusal() {
    return refusal;
  }

  static Cause cause(Refusal refusal) {
    return new Cause(refusal.code().text());
  }
}
