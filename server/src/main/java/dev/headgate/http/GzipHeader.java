package dev.headgate.http;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.zip.DataFormatException;

/// Reads the header of a gzip member (RFC 1952 §2.3) byte by byte, and keeps nothing of it.
final class GzipHeader {
  private enum Part {
    FIXED(0),
    EXTRA_LENGTH(4),
    EXTRA(4),
    NAME(8),
    COMMENT(16),
    CHECK(2),
    END(0);

    private final int flag;

    Part(int flag) {
      this.flag = flag;
    }
  }

  private static final int[] FIRST = {0x1f, 0x8b, 8};
  private static final int RESERVED = 0xe0;

  private final Iterator<Part> parts = EnumSet.allOf(Part.class).iterator();
  private Part part = parts.next();
  private int at; // in the part
  private int flags;
  private int extra;

  /// Whether the header is whole with this byte.
  boolean take(byte next) throws DataFormatException {
    int b = next & 0xff;
    boolean last =
        switch (part) {
          case FIXED -> fixed(b);
          case EXTRA_LENGTH -> extraLength(b);
          case EXTRA -> ++at == extra;
          case NAME, COMMENT -> b == 0;
          case CHECK -> ++at == 2;
          case END -> true;
        };
    if (last) {
      goOn();
    }
    return part == Part.END;
  }

  private boolean fixed(int b) throws DataFormatException {
    if (at < FIRST.length && b != FIRST[at]) {
      throw new DataFormatException("it does not begin like gzip");
    }
    if (at == FIRST.length) {
      flags = b;
      if ((b & RESERVED) != 0) {
        throw new DataFormatException("its header is not known");
      }
    }
    return ++at == 10;
  }

  private boolean extraLength(int b) {
    extra |= b << (8 * at);
    return ++at == 2;
  }

  private void goOn() {
    at = 0;
    do {
      part = parts.next();
    } while (isAbsent());
  }

  private boolean isAbsent() {
    boolean flagged = part.flag == 0 || (flags & part.flag) != 0;
    return !flagged || (part == Part.EXTRA && extra == 0);
  }
}
