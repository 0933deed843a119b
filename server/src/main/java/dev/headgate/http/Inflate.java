package dev.headgate.http;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Undoes gzip (RFC 1952, members one after another too) or deflate (RFC 1950, or bare RFC 1951 as
/// some send it) as the bytes come: all that a chunk holds is given out at once, 16 KB at a time.
final class Inflate implements AutoCloseable {
  /// Takes what came out, and says whether it wants more. The array is used again.
  interface Sink {
    boolean take(byte[] bytes, int from, int to);
  }

  private enum At {
    START,
    HEADER,
    DATA,
    TRAILER,
    END
  }

  private final boolean gzip;
  private final byte[] plain = new byte[16 << 10];
  private final CRC32 sum = new CRC32();
  private Inflater inflater = new Inflater(true);
  private GzipHeader header = new GzipHeader();
  private At at = At.START;
  private long trailer;
  private int trailerBits;
  private boolean enough;
  private long taken;
  private long given;

  Inflate(boolean gzip) {
    this.gzip = gzip;
  }

  void feed(byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
    taken += to - from;
    int next = from;
    while (next < to && !enough) {
      switch (at) {
        case START -> start(bytes[next]);
        case HEADER -> at = header.take(bytes[next++]) ? At.DATA : At.HEADER;
        case DATA -> next = inflate(bytes, next, to, sink);
        case TRAILER -> trailer(bytes[next++]);
        case END -> again();
      }
    }
  }

  /// Whether nothing is missing.
  boolean isWhole() {
    return at == At.END || taken == 0;
  }

  /// Whether more came out than any honest answer holds.
  boolean isBomb() {
    return given > Limits.UNPACKED || (given > Limits.HONEST && given > Limits.RATIO * taken);
  }

  @Override
  public void close() {
    inflater.end();
  }

  private void start(byte first) {
    if (!gzip && (first & 0x0f) == 8) { // the zlib header of RFC 1950
      inflater.end();
      inflater = new Inflater(false);
    }
    at = gzip ? At.HEADER : At.DATA;
  }

  private int inflate(byte[] bytes, int from, int to, Sink sink) throws DataFormatException {
    inflater.setInput(bytes, from, to - from);
    for (int n = inflater.inflate(plain); n > 0 && !enough; n = inflater.inflate(plain)) {
      sum.update(plain, 0, n);
      given += n;
      enough = !sink.take(plain, 0, n);
    }
    if (inflater.needsDictionary()) {
      throw new DataFormatException("it needs a dictionary");
    }
    if (inflater.finished()) {
      at = gzip ? At.TRAILER : At.END;
    }
    return to - inflater.getRemaining();
  }

  /// The check sum and the length, modulo 2^32.
  private void trailer(byte next) throws DataFormatException {
    trailer |= (next & 0xffL) << trailerBits;
    trailerBits += 8;
    if (trailerBits == Long.SIZE) {
      if (trailer != (sum.getValue() | inflater.getBytesWritten() << Integer.SIZE)) {
        throw new DataFormatException("its check sum is wrong");
      }
      at = At.END;
    }
  }

  private void again() throws DataFormatException {
    if (!gzip) {
      throw new DataFormatException("bytes follow its end");
    }
    inflater.reset();
    sum.reset();
    header = new GzipHeader();
    trailer = 0;
    trailerBits = 0;
    at = At.HEADER;
  }
}
