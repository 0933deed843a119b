package dev.headgate.route;

/// How the targets of an alias are put in order, call by call.
public enum Strategy {
  /// As they are listed.
  ORDERED,
  /// Drawn, each in proportion to its weight; the rest follow in the order of further draws.
  WEIGHTED,
  /// Of two that are drawn the one that has lately been quicker to its first content; the rest
  /// follow by their quickness.
  LEAST_LATENCY,
  /// By what the call would cost, as far as that is known beforehand.
  CHEAPEST
}
