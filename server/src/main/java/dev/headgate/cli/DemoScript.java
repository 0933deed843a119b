package dev.headgate.cli;

/// What happens to the provider while the demo runs: it is up, and once in each forty seconds it is
/// down for ten.
record DemoScript(long second) {
  private static final int CYCLE = 40;
  private static final int UP = 20;
  private static final int DOWN = 10;

  boolean isDown() {
    long into = second % CYCLE;
    return into >= UP && into < UP + DOWN;
  }

  boolean goesDown() {
    return second % CYCLE == UP;
  }

  boolean comesBack() {
    return second % CYCLE == UP + DOWN;
  }

  /// What it is now, and for how long.
  String state() {
    long into = second % CYCLE;
    if (isDown()) {
      return "the provider is down, back in " + (UP + DOWN - into) + " s";
    }
    return "the provider is up, down in " + (into < UP ? UP - into : CYCLE + UP - into) + " s";
  }

  String time() {
    return "%d:%02d".formatted(second / 60, second % 60);
  }
}
