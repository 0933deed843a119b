package dev.headgate.simulate;

import dev.headgate.base.Clock;
import dev.headgate.base.SystemClock;
import java.time.Duration;

/// How a simulator behaves. `port` 0 takes a free one. `firstToken` is the median delay of the
/// first token and `spread` the standard deviation of its logarithm, so 0.5 puts 95 % of delays
/// between 0.37 and 2.7 times the median. `tokensPerSecond` 0 is without any delay. The latest
/// `keep` requests are kept.
public record Options(
    String host,
    int port,
    long seed,
    Duration firstToken,
    double spread,
    double tokensPerSecond,
    FaultPlan faults,
    int keep,
    Clock clock) {
  static final Clock MACHINE = new SystemClock();

  public Options {
    if (firstToken.isNegative() || !(spread >= 0 && spread <= 3)) {
      throw new IllegalArgumentException(
          "latency: " + firstToken + " ± " + spread + " (expected: at least 0, spread up to 3)");
    }
    if (!(tokensPerSecond >= 0 && tokensPerSecond <= 1e9)) {
      throw new IllegalArgumentException(
          "tokens per second: " + tokensPerSecond + " (expected: 0 to 1000000000)");
    }
  }

  /// On a free port of loopback, without faults or delays.
  public static Options instant() {
    return new Options("127.0.0.1", 0, 1, Duration.ZERO, 0, 0, FaultPlan.HEALTHY, 100, MACHINE);
  }

  /// The same at the pace of a hosted model: the first token after 0.3 s or so, then 80 a second.
  public static Options lifelike() {
    return instant().latency(Duration.ofMillis(300), 0.4).tokensPerSecond(80);
  }

  public Options port(int port) {
    return new Options(host, port, seed, firstToken, spread, tokensPerSecond, faults, keep, clock);
  }

  public Options seed(long seed) {
    return new Options(host, port, seed, firstToken, spread, tokensPerSecond, faults, keep, clock);
  }

  public Options latency(Duration firstToken, double spread) {
    return new Options(host, port, seed, firstToken, spread, tokensPerSecond, faults, keep, clock);
  }

  public Options tokensPerSecond(double tokensPerSecond) {
    return new Options(host, port, seed, firstToken, spread, tokensPerSecond, faults, keep, clock);
  }

  public Options faults(FaultPlan faults) {
    return new Options(host, port, seed, firstToken, spread, tokensPerSecond, faults, keep, clock);
  }

  public Options clock(Clock clock) {
    return new Options(host, port, seed, firstToken, spread, tokensPerSecond, faults, keep, clock);
  }
}
