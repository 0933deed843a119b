package dev.headgate.protocol;

/// Shortens the strings of a JSON text that comes piece by piece, on its way to a parser that would
/// gather them whole. Cuts neither a character nor an escape.
final class Clip {
  private static final int AFTER_BACKSLASH = -1;

  private final int limit;
  private boolean inString;
  private boolean dropping;
  private int length; // of the string so far, in bytes
  private int escape; // bytes to come of an escape, or AFTER_BACKSLASH

  Clip(int limit) {
    this.limit = limit;
  }

  /// Where what the parser gets to see ends: at `to`, or in the middle of a string.
  int keep(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      byte b = bytes[i];
      if (!inString) {
        inString = b == '"';
        length = 0;
      } else if (dropping || isTooMuch(b)) {
        dropping = true;
        return i;
      } else {
        inString(b);
      }
    }
    return to;
  }

  /// Where what is dropped ends: before the quote that ends the string, or at `to`.
  int drop(byte[] bytes, int from, int to) {
    for (int i = from; dropping && i < to; i++) {
      byte b = bytes[i];
      if (escape == 0 && b == '"') {
        dropping = false;
        return i;
      }
      escape = escape == 0 && b == '\\' ? AFTER_BACKSLASH : 0;
    }
    return dropping ? to : from;
  }

  private boolean isTooMuch(byte b) {
    return length >= limit && escape == 0 && b != '"' && startsCharacter(b);
  }

  private void inString(byte b) {
    length++;
    if (escape == AFTER_BACKSLASH) {
      escape = b == 'u' ? 4 : 0;
    } else if (escape > 0) {
      escape--;
    } else if (b == '\\') {
      escape = AFTER_BACKSLASH;
    } else {
      inString = b != '"';
    }
  }

  private static boolean startsCharacter(byte b) {
    return (b & 0xC0) != 0x80;
  }
}
