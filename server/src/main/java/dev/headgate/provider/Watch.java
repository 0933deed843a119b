package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Clock;
import dev.headgate.base.Head;
import dev.headgate.base.Out;
import dev.headgate.base.Registration;
import dev.headgate.base.Step;
import dev.headgate.base.Stop;
import dev.headgate.base.Tap;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Keeps an attempt to its deadlines while its answer goes by: its patience until content has come
/// in a stream, or the first byte of a whole answer, then `idle` between contents, or bytes. Only
/// content counts in a stream: comments, pings and empty deltas keep nothing alive.
final class Watch implements Tap, Registration {
  private final Tap reading;
  private final Clock clock;
  private final long idle;
  private final boolean stream;
  private volatile Stop stop;
  private volatile BooleanSupplier held = () -> false; // by its reader
  private volatile long last; // when content, or a byte of a whole answer, came
  private volatile Registration timer;
  private boolean begun; // as the loop sees it
  private boolean heldBefore; // by a slow reader, at the last look
  private volatile boolean over;

  Watch(
      Tap reading,
      Clock clock,
      Optional<Duration> patience,
      Duration idle,
      boolean stream,
      Stop stop) {
    this.reading = reading;
    this.clock = clock;
    this.idle = idle.toNanos();
    this.stream = stream;
    this.stop = stop;
    long now = clock.nanos();
    timer =
        patience
            .map(most -> clock.at(now + most.toNanos(), () -> passed(Timeout.FIRST_TOKEN)))
            .orElse(() -> {});
  }

  /// From now on the whole call is stopped, for content has gone out; a reader that takes nothing
  /// is not the provider's silence.
  void handOver(BooleanSupplier held, Stop call) {
    this.held = held;
    stop = call;
  }

  @Override
  public void head(Head head) {
    reading.head(head);
    if (!stream) {
      moved();
    }
  }

  @Override
  public Step take(byte[] bytes, int from, int to, Out out) {
    Step step = reading.take(bytes, from, to, out);
    if (step == Step.LAST) {
      close();
    } else if (step == Step.CONTENT || !stream) {
      moved();
    }
    return step;
  }

  @Override
  public Step end(Out out) {
    close();
    return reading.end(out);
  }

  /// Whether the provider has said all.
  boolean isOver() {
    return over;
  }

  private void moved() {
    last = clock.nanos();
    if (!begun) {
      begun = true;
      timer.close();
      timer = clock.at(last + idle, this::look);
    }
  }

  /// The time in which the reader took nothing is not the provider's, and neither is the one in
  /// which it went on.
  private void look() {
    boolean heldNow = held.getAsBoolean();
    if (heldNow || heldBefore) {
      last = clock.nanos();
    }
    heldBefore = heldNow;
    if (over) {
      return;
    }
    if (clock.nanos() - last >= idle) {
      passed(Timeout.IDLE);
    } else {
      timer = clock.at(last + idle, this::look);
    }
  }

  private void passed(Cause deadline) {
    if (!over) {
      stop.now(deadline);
    }
  }

  @Override
  public void close() {
    over = true;
    timer.close();
  }
}
