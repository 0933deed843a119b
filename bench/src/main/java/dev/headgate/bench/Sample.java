package dev.headgate.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/// What one load on one gateway came to. `others` is the share of the machine that processes which
/// are not ours used meanwhile; `latency` is in ns from the intended start of a call to its end, or
/// to the first event of a stream.
record Sample(
    Load load,
    Duration took,
    long calls,
    long events,
    long failed,
    Account.Cpu cpu,
    double others,
    Histogram latency) {
  private static final double MICROS = 1e3;

  /// CPU µs of the gateway per call, or per event of a stream.
  double cpuMicros() {
    return cpu.all() / MICROS / units();
  }

  /// Calls, or events of streams.
  private long units() {
    return load.streaming() ? events : calls;
  }

  double perSecond() {
    return units() * 1e9 / took.toNanos();
  }

  /// How much of one core the gateway used.
  double busy() {
    return (double) cpu.all() / took.toNanos();
  }

  /// How much of the CPU time was spent in the kernel.
  double kernelShare() {
    return (double) cpu.kernel() / cpu.all();
  }

  String inShort() {
    return "%.1f µs, %.0f/s, busy %.0f %%, p50 %.2f ms, p99 %.2f ms, failed %d, others %.0f %%"
        .formatted(
            cpuMicros(), perSecond(), 100 * busy(), millis(50), millis(99), failed, 100 * others);
  }

  double millis(double percentile) {
    return latency.getValueAtPercentile(percentile) / 1e6;
  }
}
