package dev.headgate.simulate;

import dev.headgate.base.Clock;
import dev.headgate.base.Registration;
import dev.headgate.base.Stop;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/// When the tokens of one answer are due. The first comes after a delay that is log-normal about
/// the median, the others at an even rate.
final class Pace {
  /// The client left, or the server shuts down.
  static final class Gone extends RuntimeException {
    Gone() {
      super(null, null, false, false);
    }
  }

  private final Clock clock;
  private final Stop stop;
  private final long first; // as the clock counts
  private final long interval;
  private long late;

  Pace(Options options, Model model, long request, Stop stop) {
    clock = options.clock();
    this.stop = stop;
    double chance = new SplittableRandom(~options.seed() * 31 + request).nextGaussian();
    double delay = options.firstToken().toNanos() * Math.exp(options.spread() * chance);
    first = clock.nanos() + (long) (delay * model.slowness());
    double rate = options.tokensPerSecond();
    interval = rate == 0 ? 0 : (long) (1e9 / rate * model.slowness());
  }

  /// Everything that is still to come is so much later.
  void delay(Duration more) {
    late += more.toNanos();
  }

  boolean isDue(int token) {
    return clock.nanos() >= time(token);
  }

  void await(int token) {
    var due = new Semaphore(0);
    try (Registration _ = clock.at(time(token), due::release);
        Registration _ = stop.onStop(_ -> due.release())) {
      due.acquireUninterruptibly(); // nobody interrupts: a stop releases it
    }
    if (stop.cause().isPresent()) {
      throw new Gone();
    }
  }

  /// As the clock counts.
  long time(int token) {
    return first + late + token * interval;
  }

  /// Waits for the stop and nothing else.
  static Gone never(Stop stop) {
    var stopped = new Semaphore(0);
    try (Registration _ = stop.onStop(_ -> stopped.release())) {
      stopped.acquireUninterruptibly();
    }
    return new Gone();
  }
}
