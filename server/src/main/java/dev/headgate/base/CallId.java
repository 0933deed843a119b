package dev.headgate.base;

import java.security.SecureRandom;
import java.util.UUID;

/// Names a call: a UUID of version 7 (RFC 9562 §5.7), so that ids sort by time.
public record CallId(String text) {
  private static final SecureRandom RANDOM = new SecureRandom();

  /// A new id for a call that began `epochMillis` after 1970.
  public static CallId at(long epochMillis) {
    long high = epochMillis << 16 | 0x7000L | RANDOM.nextInt(1 << 12);
    long low = 0x8000_0000_0000_0000L | RANDOM.nextLong() >>> 2;
    return new CallId(new UUID(high, low).toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
