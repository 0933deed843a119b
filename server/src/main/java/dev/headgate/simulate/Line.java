package dev.headgate.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Head;
import dev.headgate.http.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// The way of a stream to its client: what is said without a pause goes out in one write.
final class Line {
  private static final int MOST = 16 << 10;

  private final Exchange exchange;
  private final Head head;
  private final StringBuilder waiting = new StringBuilder();
  private final ByteArrayOutputStream packed = new ByteArrayOutputStream();
  private final @Nullable GZIPOutputStream gzip;

  Line(Exchange exchange, Head head, boolean compressed) {
    this.exchange = exchange;
    this.head = head;
    gzip = compressed ? gzip(packed) : null;
  }

  void say(String events) {
    waiting.append(events);
    if (waiting.length() >= MOST) {
      flush();
    }
  }

  void flush() {
    if (!waiting.isEmpty()) {
      exchange.write(head, take(false));
    }
  }

  void end(String last) {
    flush();
    waiting.append(last);
    exchange.end(take(true));
  }

  private byte[] take(boolean last) {
    byte[] bytes = waiting.toString().getBytes(UTF_8);
    waiting.setLength(0);
    if (gzip == null) {
      return bytes;
    }
    try {
      gzip.write(bytes);
      gzip.flush();
      if (last) {
        gzip.finish();
      }
      byte[] all = packed.toByteArray();
      packed.reset();
      return all;
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
  }

  static byte[] packed(byte[] body) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = gzip(packed)) {
      gzip.write(body);
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return packed.toByteArray();
  }

  private static GZIPOutputStream gzip(ByteArrayOutputStream into) {
    try {
      return new GZIPOutputStream(into, true);
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
  }
}
