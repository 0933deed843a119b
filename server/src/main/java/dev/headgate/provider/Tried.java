package dev.headgate.provider;

/// What came of one attempt.
sealed interface Tried {
  /// An answer worth passing on.
  record Got(Opened.Answer answer) implements Tried {}

  /// Nothing; `unavailable` is what the client gets unless a later attempt has more luck, and
  /// `otherKey` whether another of our keys may have it at once.
  record Missed(Fault fault, Opened.Unavailable unavailable, boolean otherKey) implements Tried {}

  /// It was not sent, for nobody would pay.
  record NotFunded(Opened.Unavailable unavailable) implements Tried {}

  /// It was not made, for the target is to be left alone, or too many wait for it.
  record Denied(String why) implements Tried {}
}
