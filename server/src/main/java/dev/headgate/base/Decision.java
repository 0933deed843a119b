package dev.headgate.base;

import java.util.function.Function;

/// A gatekeeper's answer: yes with what was asked for, or no with the refusal for the client.
public sealed interface Decision<T> {
  /// Granted.
  record Yes<T>(T value) implements Decision<T> {}

  /// Not granted.
  record No<T>(Refusal refusal) implements Decision<T> {}

  static <T> Decision<T> yes(T value) {
    return new Yes<>(value);
  }

  static <T> Decision<T> no(Refusal refusal) {
    return new No<>(refusal);
  }

  /// Asks the next gatekeeper, if this one said yes.
  default <U> Decision<U> then(Function<T, Decision<U>> next) {
    return switch (this) {
      case Yes<T>(T value) -> next.apply(value);
      case No<T>(Refusal refusal) -> no(refusal);
    };
  }
}
