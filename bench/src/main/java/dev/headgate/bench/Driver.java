package dev.headgate.bench;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/// Puts loads on gateways and reads the accounts.
final class Driver {
  private static final Duration ANSWERS = Duration.ofSeconds(10);
  private static final int CORES = 2;

  /// Between the starts of streams that then stay open.
  private static final Duration GAP = Duration.ofMillis(1);

  private final Mock mock;

  Driver(Mock mock) {
    this.mock = mock;
  }

  /// What happens within `measured`, after `settle`.
  Sample run(Load load, Gateway gateway, Duration settle, Duration measured) {
    mock.follow(load.script());
    gateway.emptyLog();
    try {
      return load.rate() == 0
          ? closed(load, gateway, settle, measured)
          : open(load, gateway, settle, measured);
    } catch (Failed failed) {
      gateway.mustLive();
      throw failed;
    }
  }

  private Sample closed(Load load, Gateway gateway, Duration settle, Duration measured) {
    try (var callers = callers(load, gateway, caller -> caller.call(System.nanoTime()))) {
      Wait.sleep(settle);
      Histogram latency = histogram();
      callers.recordInto(latency);
      var before = new Moment(callers, gateway);
      Wait.sleep(measured);
      return before.until(load, callers, gateway, latency);
    }
  }

  private Sample open(Load load, Gateway gateway, Duration settle, Duration measured) {
    BlockingQueue<Callers.Caller> free = new LinkedBlockingQueue<>();
    try (var callers = callers(load, gateway, free::add)) {
      long start = send(load, free, System.nanoTime(), settle);
      Histogram latency = histogram();
      callers.recordInto(latency);
      var before = new Moment(callers, gateway);
      send(load, free, start, measured);
      Sample sample = before.until(load, callers, gateway, latency);
      Wait.until("all answers", ANSWERS, () -> free.size() >= load.connections());
      return sample;
    }
  }

  /// From 1 µs to 1 min, to three digits.
  private static Histogram histogram() {
    return new Histogram(1_000, TimeUnit.MINUTES.toNanos(1), 3);
  }

  /// Starts each call when it is due. Returns when the next one would be.
  private static long send(
      Load load, BlockingQueue<Callers.Caller> free, long start, Duration how) {
    long gap = TimeUnit.SECONDS.toNanos(1) / load.rate();
    long due = start;
    for (; due < start + how.toNanos(); due += gap) {
      Wait.until(due);
      take(free).call(due);
    }
    return due;
  }

  private static Callers.Caller take(BlockingQueue<Callers.Caller> free) {
    try {
      var caller = free.poll(ANSWERS.toSeconds(), TimeUnit.SECONDS);
      if (caller == null) {
        throw new Failed("no answer within " + ANSWERS.toSeconds() + " s on any connection");
      }
      return caller;
    } catch (InterruptedException _) {
      throw new Failed("interrupted");
    }
  }

  private static Callers callers(Load load, Gateway gateway, Consumer<Callers.Caller> whenFree) {
    byte[] request = gateway.request(load.body(), load.streaming());
    var callers = new Callers(gateway.port(), request, load.script().events(), whenFree);
    for (int i = 0; i < load.connections(); i++) {
      callers.connect();
    }
    return callers;
  }

  /// How many streams came to be open at once, and the most memory that the gateway had meanwhile,
  /// in bytes.
  record Held(int streams, long resident) {}

  /// Starts each stream of the load once, and keeps them open for a while.
  Held hold(Load load, Gateway gateway, Duration open) {
    mock.follow(load.script());
    gateway.emptyLog();
    BlockingQueue<Callers.Caller> free = new LinkedBlockingQueue<>();
    try (var callers = callers(load, gateway, free::add)) {
      for (int i = 0; i < load.connections(); i++) {
        take(free).call(System.nanoTime());
        Wait.sleep(GAP);
      }
      Wait.upTo(ANSWERS, () -> callers.streaming() == load.connections());
      long resident = 0;
      for (int i = 0; i < open.toSeconds(); i++) {
        Wait.sleep(Duration.ofSeconds(1));
        resident = Math.max(resident, gateway.resident());
      }
      return new Held(callers.streaming(), resident);
    }
  }

  /// The accounts at one moment.
  private record Moment(long at, long calls, long events, long failed, Account.Cpu cpu, long rest) {
    Moment(Callers callers, Gateway gateway) {
      this(
          System.nanoTime(),
          callers.calls(),
          callers.events(),
          callers.failed(),
          gateway.cpu(),
          Account.machine() - Account.cpu(ProcessHandle.current()).all());
    }

    Sample until(Load load, Callers callers, Gateway gateway, Histogram latency) {
      var now = new Moment(callers, gateway);
      long took = now.at - at;
      if (now.calls + now.events == calls + events) {
        throw new Failed(
            load.name() + ", " + gateway.name() + ": no answers; " + callers.firstFailure());
      }
      return new Sample(
          load,
          Duration.ofNanos(took),
          now.calls - calls,
          now.events - events,
          now.failed - failed,
          now.cpu.minus(cpu),
          (double) (now.rest - rest) / took / CORES,
          latency);
    }
  }
}
