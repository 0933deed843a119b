package dev.headgate.base;

import java.math.BigDecimal;

/// An amount of money in nano-dollars: 1,000,000,000 are one US dollar. Never negative; sums end at
/// the largest `long`, which is $9.2 billion.
public record NanoUsd(long nanos) implements Comparable<NanoUsd> {
  public static final NanoUsd ZERO = new NanoUsd(0);

  public NanoUsd {
    if (nanos < 0) {
      throw new IllegalArgumentException("nano-dollars: " + nanos + " (expected: >= 0)");
    }
  }

  public NanoUsd plus(NanoUsd more) {
    long sum = nanos + more.nanos;
    return new NanoUsd(sum < 0 ? Long.MAX_VALUE : sum);
  }

  /// In dollars, as a plain decimal: `0.00000055`.
  public String dollars() {
    return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
  }

  @Override
  public int compareTo(NanoUsd other) {
    return Long.compare(nanos, other.nanos);
  }

  @Override
  public String toString() {
    return "$" + dollars();
  }
}
