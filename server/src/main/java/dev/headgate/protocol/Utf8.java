package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;

/// Whether bytes are text at all: the parser looks no closer at what it skips.
final class Utf8 {
  private Utf8() {}

  static boolean isValid(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] < 0) {
        return decodes(ByteBuffer.wrap(bytes, i, bytes.length - i));
      }
    }
    return true;
  }

  private static boolean decodes(ByteBuffer rest) {
    var decoder = UTF_8.newDecoder();
    var chars = CharBuffer.allocate(Math.min(8192, rest.remaining() + 1));
    CoderResult result;
    do {
      result = decoder.decode(rest, chars.clear(), true);
    } while (result.isOverflow());
    return !result.isError();
  }
}
