package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0, 00000000",
    "'', 1, 514e28b7",
    "'', ffffffff, 81f16f39",
    "test, 0, ba6bd213",
    "test, 9747b28c, 704b81dc",
    "'Hello, world!', 0, c0363e43",
    "'Hello, world!', 9747b28c, 24884cba",
    "The quick brown fox jumps over the lazy dog, 0, 2e4ff723",
    "The quick brown fox jumps over the lazy dog, 9747b28c, 2fa826cd",
    "hello, 0, 248bfa47",
    "a, 0, 3c2569b2",
    "abc, 0, b3dd93fa"
  })
  void hashesTextsToThePublishedValues(String text, String seed, String hash) {
    assertThat(hex(Bucket.murmur3(text.getBytes(UTF_8), (int) Long.parseLong(seed, 16))))
        .isEqualTo(hash);
  }

  /// Vectors of the Bitcoin sources: every length of the tail, bytes above 127.
  @ParameterizedTest
  @CsvSource({
    "00, 514e28b7",
    "ff, fd6cf10d",
    "0011, 16c6b7ab",
    "001122, 8eb51c3d",
    "00112233, b4471bf8",
    "0011223344, e2301fa8",
    "001122334455, fc2e4a15",
    "00112233445566, b074502c",
    "0011223344556677, 8034d2a0",
    "001122334455667788, b4698def"
  })
  void hashesBytesToThePublishedValues(String bytes, String hash) {
    assertThat(hex(Bucket.murmur3(HexFormat.of().parseHex(bytes), 0))).isEqualTo(hash);
  }

  /// The one number by which the author's own suite knows his function.
  @Test
  void hasTheVerificationValueOfSmhasher() {
    byte[] key = new byte[256];
    var hashes = ByteBuffer.allocate(4 * 256).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 256; i++) {
      key[i] = (byte) i;
      hashes.putInt(Bucket.murmur3(Arrays.copyOf(key, i), 256 - i));
    }
    assertThat(hex(Bucket.murmur3(hashes.array(), 0))).isEqualTo("b0f57ee3");
  }

  /// Fixed for ever: a change here deals every rollout of every user anew.
  @ParameterizedTest
  @CsvSource({"support-reply, user-1", "support-reply, 用户🙂", "a, ' '"})
  void scalesTheUnsignedHashOfSaltAndKey(String salt, String key) {
    long hash = Bucket.murmur3((salt + "/" + key).getBytes(UTF_8), 0) & 0xffff_ffffL;

    assertThat(Bucket.of(salt, key)).isEqualTo((int) Math.floor(hash / 4294967296.0 * 100_000));
  }

  private static String hex(int hash) {
    return HexFormat.of().toHexDigits(hash);
  }
}
