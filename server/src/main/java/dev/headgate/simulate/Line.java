package dev.headgate.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Head;
import dev.headgate.http.Exchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/// The way of a stream to its client: what is said without a pause goes out in one write, and what
/// is compressed all at once.
final class Line {
  private static final int MOST = 16 << 10;

  private final Exchange exchange;
  private final Head head;
  private final boolean compressed;
  private final StringBuilder waiting = new StringBuilder();

  Line(Exchange exchange, Head head, boolean compressed) {
    this.exchange = exchange;
    this.head = head;
    this.compressed = compressed;
  }

  void say(String events) {
    waiting.append(events);
    if (waiting.length() >= MOST) {
      flush();
    }
  }

  void flush() {
    if (!waiting.isEmpty() && !compressed) {
      exchange.write(head, take());
    }
  }

  void end(String last) {
    flush();
    waiting.append(last);
    if (compressed) {
      exchange.answer(head, packed(take()));
    } else if (exchange.begun()) {
      exchange.end(take());
    } else {
      exchange.answer(head, take());
    }
  }

  private byte[] take() {
    byte[] bytes = waiting.toString().getBytes(UTF_8);
    waiting.setLength(0);
    return bytes;
  }

  static byte[] packed(byte[] body) {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(body);
    } catch (IOException never) {
      throw new UncheckedIOException(never);
    }
    return packed.toByteArray();
  }
}
