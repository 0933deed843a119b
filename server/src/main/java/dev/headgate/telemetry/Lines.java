package dev.headgate.telemetry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes lines to a stream from one thread, many with one write, so that a call waits for no pipe.
/// Holds 10,000 lines; a line that finds no place is dropped, and counted.
public final class Lines implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lines.class);
  private static final int HELD = 10_000;
  private static final int TOGETHER = 1_000;
  private static final long LINGER = 5_000_000;
  private static final byte[] END = {}; // comes last; no line is empty
  private static final byte[] LINE_END = {'\n'};

  private final ArrayBlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(HELD);
  private final AtomicLong dropped = new AtomicLong();
  private final OutputStream out;
  private final Thread writer;
  private volatile boolean ended;

  public Lines(OutputStream out) {
    this.out = out;
    writer = Thread.ofPlatform().name("call-log").daemon().start(this::write);
  }

  /// Takes a line without its end.
  public void add(byte[] line) {
    if (ended || !waiting.offer(line)) {
      drop();
    }
  }

  /// How many lines were dropped so far.
  public long dropped() {
    return dropped.get();
  }

  private void drop() {
    long lost = dropped.incrementAndGet();
    if (Long.bitCount(lost) == 1) { // 1, 2, 4, 8…: says so without flooding
      LOG.warn("The call log is read too slowly: {} lines were dropped", lost);
    }
  }

  private void write() {
    var lines = new ArrayList<byte[]>(TOGETHER);
    try {
      do {
        lines.clear();
        lines.add(waiting.take());
        LockSupport.parkNanos(this, LINGER); // so that many lines cost one waking
        waiting.drainTo(lines, TOGETHER - 1);
        write(lines);
      } while (lines.getLast().length > 0);
    } catch (IOException closed) {
      LOG.warn("The call log can no longer be written: {}", closed.getMessage());
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts the log", bug);
    } finally {
      ended = true;
    }
  }

  private void write(List<byte[]> lines) throws IOException {
    var bytes = new ByteArrayOutputStream(64 << 10);
    for (byte[] line : lines) {
      bytes.writeBytes(line);
      bytes.writeBytes(line.length == 0 ? line : LINE_END);
    }
    bytes.writeTo(out);
    out.flush();
  }

  /// Writes what is waiting, for two seconds at most.
  @Override
  public void close() {
    try {
      waiting.offer(END, 2, TimeUnit.SECONDS);
      writer.join(2_000);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
