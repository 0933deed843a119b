package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.Headgate.Surroundings;
import dev.headgate.base.SystemClock;
import dev.headgate.telemetry.CallLog;
import dev.headgate.telemetry.Lines;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `headgate serve`
@Command(
    name = "serve",
    description = "Serves until it is told to stop; one line per call goes to standard output.",
    mixinStandardHelpOptions = true)
final class Serve implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() throws InterruptedException {
    Configuration source = config.source();
    Configuration.Read read = config.read(source);
    boolean people = Terminal.isPerson();
    try (var lines = new Lines(new FileOutputStream(FileDescriptor.out));
        var headgate = start(source, read, new CallLog(lines, people))) {
      var told = new CountDownLatch(1);
      Signals.on("TERM", told::countDown);
      Signals.on("INT", told::countDown);
      Signals.on("HUP", headgate::reload);
      terminal.err().println(new StartUp(headgate, source).text());
      terminal.err().flush();
      told.await();
    }
    return Exit.DONE;
  }

  private static Headgate start(Configuration source, Configuration.Read read, CallLog log) {
    try {
      return Headgate.start(
          source, read, new Surroundings(new SystemClock(), new SecureRandom(), log));
    } catch (RuntimeException failed) {
      if (failed.getCause() instanceof java.net.BindException) {
        var at = read.config().server();
        throw new Failure(
            Exit.FAILED,
            at.host() + ":" + at.port() + " is not free; set server.port to another, or 0 for any");
      }
      throw failed;
    }
  }
}
