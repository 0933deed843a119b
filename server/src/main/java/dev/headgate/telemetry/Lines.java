package dev.headgate.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes lines to a stream from one thread, many with one write, so that a call waits for no pipe.
/// Holds 10,000 lines; a line that finds no place within a second is dropped, and counted.
public final class Lines implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lines.class);
  private static final int HELD = 10_000;
  private static final int TOGETHER = 256;
  private static final byte[] END = {}; // no line is empty

  private final ArrayBlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(HELD);
  private final AtomicLong dropped = new AtomicLong();
  private final OutputStream out;
  private final Thread writer;

  public Lines(OutputStream out) {
    this.out = out;
    writer = Thread.ofPlatform().name("call-log").daemon().start(this::write);
  }

  /// Takes a line without its end.
  public void add(byte[] line) {
    try {
      if (!waiting.offer(line) && !waiting.offer(line, 1, TimeUnit.SECONDS)) {
        drop();
      }
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts a call", bug);
    }
  }

  private void drop() {
    long lost = dropped.incrementAndGet();
    if (Long.bitCount(lost) == 1) { // 1, 2, 4, 8…: says so without flooding
      LOG.warn("The call log is read too slowly: {} lines were dropped", lost);
    }
  }

  private void write() {
    var lines = new ArrayList<byte[]>(TOGETHER);
    var bytes = new ByteArrayOutputStream(64 << 10);
    try {
      boolean ended = false;
      while (!ended) {
        lines.clear();
        lines.add(waiting.take());
        waiting.drainTo(lines, TOGETHER - 1);
        bytes.reset();
        for (byte[] line : lines) {
          if (line.length == 0) {
            ended = true;
          } else {
            bytes.writeBytes(line);
            bytes.write('\n');
          }
        }
        bytes.writeTo(out);
        out.flush();
      }
    } catch (IOException closed) {
      LOG.warn("The call log can no longer be written: {}", closed.getMessage());
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts the log", bug);
    }
  }

  /// Writes what is waiting, for two seconds at most.
  @Override
  public void close() {
    add(END);
    try {
      writer.join(2_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
