package dev.headgate.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Finds where one HTTP/1.1 message ends, whatever pieces it comes in. Knows what the two ends of
/// the benchmark are sent: a head of at most 8 KB, then a body by length or in chunks.
abstract class Message {
  private enum Part {
    HEAD,
    BODY,
    SIZE,
    CHUNK,
    AFTER_CHUNK,
    TRAILER,
    END
  }

  private final byte[] line = new byte[8192];
  private int lineLength;
  private Part part = Part.HEAD;
  private boolean first = true;
  private boolean chunked;
  private long left;
  private int status;

  /// Sees the bytes of the body, without their framing.
  abstract void content(byte[] b, int from, int to);

  /// Forgets the message; the next byte begins another.
  void reset() {
    part = Part.HEAD;
    first = true;
    chunked = false;
    left = 0;
    status = 0;
    lineLength = 0;
  }

  /// The answer's status; 0 before it is known, and for a request.
  final int status() {
    return status;
  }

  /// Returns true when the message ended with the last of these bytes: nobody pipelines here.
  final boolean endsWithin(byte[] b, int from, int to) {
    int at = from;
    while (at < to && part != Part.END) {
      at =
          switch (part) {
            case BODY, CHUNK -> body(b, at, to);
            case HEAD, SIZE, AFTER_CHUNK, TRAILER -> line(b, at, to);
            case END -> to;
          };
    }
    if (at < to) {
      throw new IllegalStateException((to - at) + " bytes after the end of a message");
    }
    return part == Part.END;
  }

  private int body(byte[] b, int from, int to) {
    int end = (int) Math.min(to, from + left);
    content(b, from, end);
    left -= end - from;
    if (left == 0) {
      part = chunked ? Part.AFTER_CHUNK : Part.END;
    }
    return end;
  }

  private int line(byte[] b, int from, int to) {
    int at = from;
    while (at < to) {
      byte c = b[at++];
      if (c == '\n') {
        endOfLine();
        lineLength = 0;
        return at;
      }
      if (c != '\r') {
        line[lineLength++] = c;
      }
    }
    return at;
  }

  private void endOfLine() {
    switch (part) {
      case HEAD -> headLine();
      case SIZE -> {
        left = Long.parseLong(text(0), 16);
        part = left == 0 ? Part.TRAILER : Part.CHUNK;
      }
      case AFTER_CHUNK -> part = Part.SIZE;
      case TRAILER -> part = lineLength == 0 ? Part.END : Part.TRAILER;
      case BODY, CHUNK, END -> throw new IllegalStateException(part.name());
    }
  }

  private void headLine() {
    if (first) {
      first = false;
      status = line[0] == 'H' ? Integer.parseInt(text(9).substring(0, 3)) : 0;
    } else if (lineLength == 0) {
      part = chunked ? Part.SIZE : left == 0 ? Part.END : Part.BODY;
    } else if (named("content-length:")) {
      left = Long.parseLong(text("content-length:".length()));
    } else if (named("transfer-encoding:")) {
      chunked = true;
    }
  }

  private boolean named(String name) {
    if (lineLength < name.length() || (line[0] | 0x20) != name.charAt(0)) {
      return false;
    }
    return new String(line, 0, name.length(), StandardCharsets.ISO_8859_1)
        .toLowerCase(Locale.ROOT)
        .equals(name);
  }

  private String text(int from) {
    return new String(line, from, lineLength - from, StandardCharsets.ISO_8859_1).strip();
  }
}
