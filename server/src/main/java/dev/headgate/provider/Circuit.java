package dev.headgate.provider;

import dev.headgate.base.Share;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A target's circuit breaker. Closed, it counts how attempts went, the latest 100 within a window;
/// where too many failed or were slow it opens. Open, it lets one attempt through in each interval,
/// whatever becomes of the one before: the probe. A probe that brings content closes it again.
///
/// | from | to | when |
/// |---|---|---|
/// | closed | open | enough attempts in the window, and a share of them failed or slow |
/// | open | half-open | an interval has passed: the next attempt is the probe |
/// | half-open | closed | the probe brought content |
/// | half-open | open | the probe failed |
///
/// Times are nanoseconds of the clock.
final class Circuit {
  /// The most attempts that are remembered.
  static final int MOST = 100;

  /// What the breaker does with attempts.
  enum State {
    CLOSED,
    OPEN,
    HALF_OPEN
  }

  /// As it stands, for people: `reason` says why it is not closed.
  record View(State state, @Nullable String reason, int attempts, int failed, int slow) {}

  private record Sample(long at, boolean failed, boolean slow) {}

  private final CircuitConfig config;
  private final Deque<Sample> samples = new ArrayDeque<>();
  private int failed; // of the samples
  private int slow;
  private State state = State.CLOSED;
  private @Nullable String reason;
  private long nextProbe;
  private int era; // counts the openings, so that a straggler of an earlier one says nothing

  Circuit(CircuitConfig config) {
    this.config = config;
  }

  /// The era in which an attempt may be made now; none while others are to be asked.
  synchronized Optional<Integer> admit(long now) {
    if (state == State.CLOSED) {
      return Optional.of(era);
    }
    if (now - nextProbe < 0) {
      return Optional.empty();
    }
    state = State.HALF_OPEN;
    nextProbe = now + config.probeEvery().toNanos();
    return Optional.of(era);
  }

  /// An attempt has brought content, so long after it was sent.
  synchronized void answered(int era, long now, long latency) {
    if (era != this.era) {
      return;
    }
    if (state != State.CLOSED) {
      close();
    }
    add(new Sample(now, false, latency > config.slowAfter().toNanos()));
  }

  /// An attempt has failed.
  synchronized void failed(int era, long now, String cause) {
    if (era != this.era) {
      return;
    }
    if (state == State.CLOSED) {
      add(new Sample(now, true, false));
    } else {
      state = State.OPEN;
      reason = cause;
    }
  }

  private void add(Sample sample) {
    forget(sample.at);
    if (samples.size() == MOST) {
      count(samples.removeFirst(), -1);
    }
    samples.addLast(sample);
    count(sample, 1);
    if (samples.size() < config.least()) {
      return;
    }
    if (reaches(failed, config.failures())) {
      open(sample.at, failed + " of " + samples.size() + " attempts failed");
    } else if (reaches(slow, config.slow())) {
      open(sample.at, slow + " of " + samples.size() + " attempts were slow");
    }
  }

  private void forget(long now) {
    long window = config.window().toNanos();
    while (!samples.isEmpty() && now - samples.getFirst().at > window) {
      count(samples.removeFirst(), -1);
    }
  }

  private void count(Sample sample, int by) {
    failed += sample.failed ? by : 0;
    slow += sample.slow ? by : 0;
  }

  private boolean reaches(int count, Share share) {
    return (long) count * Share.ALL.thousandths() >= (long) samples.size() * share.thousandths();
  }

  private void open(long now, String why) {
    if (!config.enabled()) {
      return;
    }
    state = State.OPEN;
    reason = why;
    nextProbe = now + config.probeEvery().toNanos();
    clear();
    era++;
  }

  private void close() {
    state = State.CLOSED;
    reason = null;
    clear();
  }

  private void clear() {
    samples.clear();
    failed = 0;
    slow = 0;
  }

  synchronized View view(long now) {
    forget(now);
    return new View(state, reason, samples.size(), failed, slow);
  }
}
