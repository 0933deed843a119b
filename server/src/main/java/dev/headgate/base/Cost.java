package dev.headgate.base;

import java.math.BigInteger;
import java.util.List;

/// What an attempt cost, line by line, and the rule of the price list that said so, such as
/// `openai/gpt-6-luna, input > 272000`.
public record Cost(List<Line> lines, String rule) {
  private static final BigInteger NANO = BigInteger.valueOf(1_000);
  private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

  /// So many of a unit at so many pico-dollars each; $1 per million tokens is 1,000,000
  /// pico-dollars a token.
  public record Line(Unit unit, long count, long picos) {
    /// In pico-dollars.
    BigInteger amount() {
      return BigInteger.valueOf(count).multiply(BigInteger.valueOf(picos));
    }

    /// Rounded up to the nano-dollar.
    public NanoUsd total() {
      return nanos(amount());
    }
  }

  public Cost {
    lines = List.copyOf(lines);
  }

  /// All lines together, rounded up once.
  public NanoUsd total() {
    return nanos(lines.stream().map(Line::amount).reduce(BigInteger.ZERO, BigInteger::add));
  }

  private static NanoUsd nanos(BigInteger picos) {
    BigInteger[] parts = picos.divideAndRemainder(NANO);
    BigInteger up = parts[1].signum() > 0 ? parts[0].add(BigInteger.ONE) : parts[0];
    return new NanoUsd(up.min(MOST).longValueExact());
  }
}
