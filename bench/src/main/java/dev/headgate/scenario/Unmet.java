package dev.headgate.scenario;

/// A gate did otherwise than a scenario expects.
final class Unmet extends RuntimeException {
  private Unmet(String message) {
    super(message);
  }

  static void unless(boolean met, String expected, Object found) {
    if (!met) {
      throw new Unmet("expected: " + expected + "; found: " + found);
    }
  }
}
