package dev.headgate.base;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/// Names a call: a UUID of version 7 (RFC 9562 §5.7), so that ids sort by time.
public record CallId(String text) {
  /// A new id for a call that began `epochMillis` after 1970.
  public static CallId at(long epochMillis) {
    var random = ThreadLocalRandom.current(); // ids are unique, not secret
    long high = epochMillis << 16 | 0x7000L | random.nextInt(1 << 12);
    long low = 0x8000_0000_0000_0000L | random.nextLong() >>> 2;
    return new CallId(new UUID(high, low).toString());
  }

  @Override
  public String toString() {
    return text;
  }
}
