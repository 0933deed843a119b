package dev.headgate.provider;

/// A target's time to first content of late: an average that jumps to every peak and comes down in
/// ten seconds or so (peak EWMA, as in Finagle), times the calls that wait for it. What nobody has
/// asked for long is taken to be quick, so that it is tried again.
final class Latency {
  private static final double FADE = 10e9; // nanoseconds in which a peak loses most of its height

  private double average; // nanoseconds
  private long at;
  private int waiting;

  synchronized void sent() {
    waiting++;
  }

  synchronized void gone() {
    waiting--;
  }

  synchronized void seen(long now, long nanos) {
    double faded = faded(now);
    double kept = Math.exp(-(now - at) / FADE);
    average = nanos > faded ? nanos : faded * kept + nanos * (1 - kept);
    at = now;
  }

  /// In milliseconds.
  synchronized double score(long now) {
    return faded(now) * (waiting + 1) / 1e6;
  }

  private double faded(long now) {
    return average * Math.exp(-Math.max(0, now - at) / (6 * FADE));
  }

  synchronized int waiting() {
    return waiting;
  }
}
