package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Where a targeting key stands among the 100,000 places that a feature shares out. The salt makes
/// each feature deal anew, so that it is not always the same people who meet what is new.
final class Bucket {
  static final int COUNT = 100_000;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Bucket() {}

  /// The key's bucket, 0 to 99,999. The hash is scaled rather than taken modulo: no bucket is wider
  /// than another by more than one part in 42,949, and nothing is lost to floats or signs.
  static int of(String salt, String key) {
    long hash = Integer.toUnsignedLong(murmur3((salt + "/" + key).getBytes(UTF_8), 0));
    return (int) ((hash * COUNT) >>> 32);
  }

  /// MurmurHash3_x86_32, as published by its author.
  static int murmur3(byte[] bytes, int seed) {
    int hash = seed;
    int whole = bytes.length & ~3;
    for (int i = 0; i < whole; i += 4) {
      hash ^= scrambled((int) INT.get(bytes, i));
      hash = Integer.rotateLeft(hash, 13) * 5 + 0xe6546b64;
    }
    int tail = 0;
    for (int i = bytes.length - 1; i >= whole; i--) {
      tail = (tail << 8) | (bytes[i] & 0xff);
    }
    return mixed(hash ^ scrambled(tail) ^ bytes.length);
  }

  private static int scrambled(int block) {
    return Integer.rotateLeft(block * 0xcc9e2d51, 15) * 0x1b873593;
  }

  private static int mixed(int hash) {
    hash = (hash ^ (hash >>> 16)) * 0x85ebca6b;
    hash = (hash ^ (hash >>> 13)) * 0xc2b2ae35;
    return hash ^ (hash >>> 16);
  }
}
