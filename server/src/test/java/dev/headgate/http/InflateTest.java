package dev.headgate.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.Packed;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InflateTest {
  private static final byte[] TEXT = "{\"hello\":\"world, world, world\"}".repeat(20).getBytes();

  private static byte[] plain(boolean gzip, byte[] packed, int step) throws DataFormatException {
    var out = new ByteArrayOutputStream();
    try (var inflate = new Inflate(gzip)) {
      for (int i = 0; i < packed.length; i += step) {
        inflate.feed(
            packed,
            i,
            Math.min(packed.length, i + step),
            (bytes, from, to) -> {
              out.write(bytes, from, to - from);
              return true;
            });
      }
      assertThat(inflate.isWhole()).isTrue();
    }
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1000, 1_000_000})
  void undoesEveryCodingHoweverItIsSplit(int step) throws Exception {
    byte[] random = new byte[200_000];
    new Random(1).nextBytes(random);
    for (byte[] text : new byte[][] {{}, {1}, TEXT, random}) {
      assertThat(plain(true, Packed.gzip(text), step)).isEqualTo(text);
      assertThat(plain(false, Packed.deflate(text, false), step)).isEqualTo(text);
      assertThat(plain(false, Packed.deflate(text, true), step)).isEqualTo(text);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void skipsEveryPartOfAHeader(int step) throws Exception {
    byte[] packed = Packed.gzip(TEXT);
    String[] parts = {"", "", "xx", "\2\0ab", "name\0", "comment\0"};
    int[] order = {2, 3, 4, 1}; // extra, name, comment, check sum
    for (int flags = 0; flags < 32; flags++) {
      var bytes = new ByteArrayOutputStream();
      bytes.write(packed, 0, 3);
      bytes.write(flags);
      bytes.write(packed, 4, 6);
      for (int bit : order) {
        if ((flags & 1 << bit) != 0) {
          bytes.writeBytes(parts[bit + 1].getBytes(ISO_8859_1));
        }
      }
      bytes.write(packed, 10, packed.length - 10);
      assertThat(plain(true, bytes.toByteArray(), step)).as("flags " + flags).isEqualTo(TEXT);
    }
  }

  @Test
  void readsMembersOneAfterAnother() throws Exception {
    var both = new ByteArrayOutputStream();
    both.writeBytes(Packed.gzip("one, ".getBytes()));
    both.writeBytes(Packed.gzip("two".getBytes()));
    assertThat(new String(plain(true, both.toByteArray(), 5))).isEqualTo("one, two");
  }

  @Test
  void noPrefixIsWhole() throws Exception {
    byte[] packed = Packed.gzip(TEXT);
    for (int i = 1; i < packed.length; i++) {
      try (var inflate = new Inflate(true)) {
        inflate.feed(packed, 0, i, (_, _, _) -> true);
        assertThat(inflate.isWhole()).isFalse();
      }
    }
  }

  @Test
  void everyDamageIsNoticed() {
    byte[] packed = Packed.gzip(TEXT);
    var sum = new CRC32();
    sum.update(TEXT);
    for (int i = 0; i < packed.length; i++) {
      if (i >= 3 && i < 10) {
        continue; // flags, time and system say nothing of the content
      }
      byte[] damaged = packed.clone();
      damaged[i] ^= 0x11;
      assertThatThrownBy(() -> plain(true, damaged, 1000))
          .as("byte " + i)
          .isInstanceOfAny(DataFormatException.class, AssertionError.class);
    }
  }

  @Test
  void bytesAfterTheEndAreRefused() {
    byte[] packed = Packed.deflate(TEXT, false);
    assertThatThrownBy(() -> plain(false, Arrays.copyOf(packed, packed.length + 1), 1000))
        .hasMessage("bytes follow its end");
    byte[] zipped = Packed.gzip(TEXT);
    assertThatThrownBy(() -> plain(true, Arrays.copyOf(zipped, zipped.length + 1), 1000))
        .hasMessage("it does not begin like gzip");
  }

  @Test
  void stopsWhenNoMoreIsWanted() throws Exception {
    byte[] bomb = Packed.gzip(new byte[100_000_000]);
    int[] seen = {0};
    try (var inflate = new Inflate(true)) {
      inflate.feed(bomb, 0, bomb.length, (_, _, to) -> (seen[0] += to) < 1_000_000);
      assertThat(seen[0]).isBetween(1_000_000, 1_020_000);
      assertThat(inflate.isWhole()).isFalse();
    }
  }
}
