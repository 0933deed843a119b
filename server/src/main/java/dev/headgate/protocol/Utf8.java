package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import tools.jackson.core.JsonParser;

/// Whether bytes are text at all: the parser looks no closer at what it skips.
final class Utf8 {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

  private Utf8() {}

  static boolean isValid(byte[] bytes) {
    int at = 0;
    while (at + Long.BYTES <= bytes.length && ((long) LONGS.get(bytes, at) & NOT_ASCII) == 0) {
      at += Long.BYTES;
    }
    while (at < bytes.length && bytes[at] >= 0) {
      at++;
    }
    return at == bytes.length || decodes(ByteBuffer.wrap(bytes, at, bytes.length - at));
  }

  /// How many bytes the string has at which the parser stands.
  static int length(JsonParser json) {
    char[] chars = json.getStringCharacters();
    int from = json.getStringOffset();
    int to = from + json.getStringLength();
    int bytes = to - from;
    for (int i = from; i < to; i++) {
      char c = chars[i];
      if (c >= 0x80) { // one of a pair stands for two of its four bytes
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
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
