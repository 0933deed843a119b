package dev.headgate.provider;

/// What keeps retries of a target to a tenth of its traffic, so that trouble is not multiplied: a
/// call's first attempt earns a tenth of a retry, and at most ten are saved up.
final class RetryBudget {
  private static final int RETRY = 10;
  private static final int MOST = 10 * RETRY;

  private int tenths = MOST;

  synchronized void earn() {
    tenths = Math.min(MOST, tenths + 1);
  }

  /// Whether a retry may be made; it is then paid for.
  synchronized boolean take() {
    boolean enough = tenths >= RETRY;
    tenths -= enough ? RETRY : 0;
    return enough;
  }

  /// How many retries are saved up.
  synchronized int saved() {
    return tenths / RETRY;
  }
}
