package dev.headgate.cli;

import sun.misc.Signal;

/// What the operating system tells the process. The JDK has no other way to hear `SIGHUP`.
@SuppressWarnings("sunapi")
final class Signals {
  private Signals() {}

  /// Runs `then` whenever the signal comes, in place of what it would do otherwise.
  static void on(String name, Runnable then) {
    Signal.handle(new Signal(name), _ -> then.run());
  }
}
