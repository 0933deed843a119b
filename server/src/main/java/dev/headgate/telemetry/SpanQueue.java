package dev.headgate.telemetry;

import dev.headgate.base.Clock;
import dev.headgate.record.CallRecord;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends calls' spans from a thread of its own, those of up to 256 calls with one request, so that
/// nobody waits for a receiver. Holds 8,192 calls; one that finds no place is dropped, and so is
/// what a receiver has not taken after a few tries: both are counted. The sender is made with the
/// first call, for that takes a while.
final class SpanQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SpanQueue.class);
  private static final int HELD = 8_192;
  private static final int TOGETHER = 256;
  private static final long LINGER = 1_000_000_000;
  private static final long LONGEST = 30; // seconds for a request with its repetitions
  private static final long MINUTE = 60_000_000_000L;
  private static final long PATIENCE = 2_000; // milliseconds at the end

  private final ArrayBlockingQueue<CallRecord> waiting = new ArrayBlockingQueue<>(HELD);
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Supplier<SpanSender> means;
  private final String receiver;
  private final Clock clock;
  private final Thread thread = Thread.ofPlatform().name("spans").daemon().unstarted(this::run);
  private volatile boolean closed;
  private @Nullable Long warned; // when

  SpanQueue(Supplier<SpanSender> means, String receiver, Clock clock) {
    this.means = means;
    this.receiver = receiver;
    this.clock = clock;
  }

  /// From one thread.
  void add(CallRecord call) {
    if (closed || !waiting.offer(call)) {
      drop(1, "it takes them too slowly");
    } else if (isNew()) {
      thread.start();
    } else if (waiting.size() >= TOGETHER) {
      LockSupport.unpark(thread);
    }
  }

  private boolean isNew() {
    return thread.getState() == Thread.State.NEW;
  }

  private void run() {
    try (SpanSender sender = means.get()) {
      boolean last;
      do {
        last = closed; // what is there by then is still sent
        while (!waiting.isEmpty()) {
          send(sender);
        }
        if (!last) {
          LockSupport.parkNanos(this, LINGER);
        }
      } while (!last);
    }
  }

  private void send(SpanSender sender) {
    var calls = new ArrayList<CallRecord>(TOGETHER);
    waiting.drainTo(calls, TOGETHER);
    try {
      CompletableResultCode sent = sender.send(calls).join(LONGEST, TimeUnit.SECONDS);
      if (!sent.isSuccess()) {
        fail(calls, reason(sent.getFailureThrowable()));
      }
    } catch (RuntimeException bug) { // in the spans of one call must not end those of others
      LOG.error("Spans could not be made", bug);
      fail(calls, "they could not be made");
    }
  }

  private void fail(List<CallRecord> calls, String why) {
    failures.incrementAndGet();
    drop(calls.size(), why);
  }

  /// Never the message of an exception or an answer, which may repeat a URL or a header.
  private static String reason(@Nullable Throwable failure) {
    if (failure instanceof HttpExportException http && http.getResponse() != null) {
      return "it answered " + http.getResponse().getStatusCode();
    }
    Throwable cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
    return cause == null ? "no answer" : cause.getClass().getSimpleName();
  }

  private synchronized void drop(int calls, String why) {
    long lost = dropped.addAndGet(calls);
    long now = clock.nanos();
    if (warned == null || now - warned >= MINUTE) {
      warned = now;
      LOG.warn("Spans do not reach {}: {}; calls lost so far: {}", receiver, why, lost);
    }
  }

  /// Calls whose spans were not sent.
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
    if (isNew()) {
      return;
    }
    LockSupport.unpark(thread);
    try {
      thread.join(PATIENCE);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    var left = new ArrayList<CallRecord>(); // so that a receiver that hangs is not asked again
    if (waiting.drainTo(left) > 0) {
      drop(left.size(), "it took too long at the end");
    }
  }
}
