package dev.headgate.cli;

import java.lang.reflect.Proxy;

/// What the operating system tells the process.
interface Signals {
  /// Runs `then` whenever the signal comes, in place of what it would do otherwise.
  void on(String name, Runnable then);

  /// The JDK has no other way to hear `SIGHUP`; it is reached by reflection, for the compiler warns
  /// of `sun.misc` in a way that nothing silences.
  static Signals ofProcess() {
    return (name, then) -> {
      try {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object handling =
            Proxy.newProxyInstance(
                handler.getClassLoader(),
                new Class<?>[] {handler},
                (_, _, _) -> {
                  then.run();
                  return null;
                });
        signal
            .getMethod("handle", signal, handler)
            .invoke(null, signal.getConstructor(String.class).newInstance(name), handling);
      } catch (ReflectiveOperationException missing) {
        throw new IllegalStateException("this Java hears no signals", missing);
      }
    };
  }
}
