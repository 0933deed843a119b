package dev.headgate.telemetry;

import dev.headgate.base.Clock;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.logging.Level;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends spans from a thread of its own, up to 512 with one request, so that nobody waits for a
/// receiver. Holds 8,192 of them; what finds no place is dropped, and so is what a receiver has not
/// taken after a few tries: both are counted. The exporter is made with the first span.
final class SpanQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpanQueue.class);
  private static final int HELD = 8_192;
  private static final int TOGETHER = 512;
  private static final long LINGER = 1_000_000_000;
  private static final long LONGEST = 30; // seconds for a request with its repetitions
  private static final long MINUTE = 60_000_000_000L;
  private static final long PATIENCE = 2_000; // milliseconds at the end

  /// The exporter's own log, held so that it stays off: it would repeat what a receiver says.
  private static final java.util.logging.Logger CHATTER =
      java.util.logging.Logger.getLogger("io.opentelemetry");

  static {
    CHATTER.setLevel(Level.OFF);
  }

  private final ArrayBlockingQueue<SpanData> waiting = new ArrayBlockingQueue<>(HELD);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Supplier<SpanExporter> exporter;
  private final String receiver;
  private final Clock clock;
  private final Thread sender = Thread.ofPlatform().name("spans").daemon().unstarted(this::send);
  private volatile boolean closed;
  private @Nullable Long warned; // when; guarded by this

  SpanQueue(Supplier<SpanExporter> exporter, String receiver, Clock clock) {
    this.exporter = exporter;
    this.receiver = receiver;
    this.clock = clock;
  }

  /// Takes the spans of a call, all or none. From one thread.
  void add(List<SpanData> spans) {
    if (closed || waiting.remainingCapacity() < spans.size()) {
      drop(spans.size(), "it takes them too slowly");
      return;
    }
    waiting.addAll(spans);
    if (sender.getState() == Thread.State.NEW) {
      sender.start();
    } else if (waiting.size() >= TOGETHER) {
      LockSupport.unpark(sender);
    }
  }

  private void send() {
    SpanExporter to = exporter.get();
    boolean last;
    do {
      last = closed; // what is there by then is still sent
      while (!waiting.isEmpty()) {
        send(to);
      }
      if (!last) {
        LockSupport.parkNanos(this, LINGER);
      }
    } while (!last);
    to.shutdown();
  }

  private void send(SpanExporter to) {
    var batch = new ArrayList<SpanData>(TOGETHER);
    waiting.drainTo(batch, TOGETHER);
    CompletableResultCode sent = to.export(batch).join(LONGEST, TimeUnit.SECONDS);
    if (!sent.isSuccess()) {
      failures.incrementAndGet();
      drop(batch.size(), reason(sent.getFailureThrowable()));
    }
  }

  /// Never the message of an exception or an answer, which may repeat a URL or a header.
  private static String reason(@Nullable Throwable failure) {
    if (failure instanceof HttpExportException http && http.getResponse() != null) {
      return "it answered " + http.getResponse().getStatusCode();
    }
    Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
    return cause == null ? "no answer" : cause.getClass().getSimpleName();
  }

  private synchronized void drop(int count, String why) {
    long lost = dropped.addAndGet(count);
    long now = clock.nanos();
    if (warned == null || now - warned >= MINUTE) {
      warned = now;
      LOG.warn("Spans do not reach {}: {}; {} were dropped so far", receiver, why, lost);
    }
  }

  /// Spans that were not sent.
  long dropped() {
    return dropped.get();
  }

  /// Requests that failed for good.
  long failures() {
    return failures.get();
  }

  /// Sends what is waiting, for two seconds at most.
  @Override
  public void close() {
    closed = true;
    if (sender.getState() == Thread.State.NEW) {
      return;
    }
    LockSupport.unpark(sender);
    try {
      sender.join(PATIENCE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    waiting.clear(); // so that a receiver that hangs is not asked again
  }
}
