package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A command under way on a thread of its own.
final class Running implements AutoCloseable {
  private final CommandLineTest test;
  private final Heard out = new Heard();
  private final Heard err = new Heard();
  private final Thread thread;
  private volatile int exit = -1;

  /// Wakes who waits for a line.
  private static final class Heard extends StringWriter {
    @Override
    public void flush() {
      synchronized (getBuffer()) {
        getBuffer().notifyAll();
      }
    }

    Matcher await(Pattern what) throws InterruptedException {
      synchronized (getBuffer()) {
        for (int i = 0; i < 100; i++) {
          Matcher found = what.matcher(toString());
          if (found.find()) {
            return found;
          }
          getBuffer().wait(200);
        }
      }
      throw new AssertionError("never said " + what + " but " + this);
    }
  }

  Running(CommandLineTest test, String... arguments) {
    this.test = test;
    thread = Thread.ofPlatform().start(() -> exit = test.headgate(out, err, arguments));
  }

  /// Waits until standard output has it; the first group of the expression.
  String out(String expression) throws InterruptedException {
    return out.await(Pattern.compile(expression)).group(1);
  }

  String err(String expression) throws InterruptedException {
    return err.await(Pattern.compile(expression)).group(1);
  }

  CommandLineTest.Said stop(String signal) throws InterruptedException {
    Objects.requireNonNull(test.signals.get(signal), "not heard: " + signal).run();
    assertThat(thread.join(Duration.ofSeconds(20))).isTrue();
    return new CommandLineTest.Said(exit, out.toString(), err.toString());
  }

  @Override
  public void close() {
    try {
      if (thread.isAlive()) {
        stop("TERM");
      }
    } catch (InterruptedException bug) {
      throw new IllegalStateException("nobody interrupts a test", bug);
    }
  }
}
