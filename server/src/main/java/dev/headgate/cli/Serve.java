package dev.headgate.cli;

import dev.headgate.Configuration;
import dev.headgate.Headgate;
import dev.headgate.Headgate.Surroundings;
import dev.headgate.HeadgateConfig;
import dev.headgate.base.Secret;
import dev.headgate.base.SystemClock;
import dev.headgate.http.Identity;
import dev.headgate.telemetry.CallLog;
import dev.headgate.telemetry.Lines;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `headgate serve`
@Command(name = "serve", description = "Serves; one line per call goes to standard output.")
final class Serve implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() throws InterruptedException {
    Shell shell = terminal.shell();
    Configuration source = config.source();
    Configuration.Read read = ConfigOption.sound(source.read());
    Path data = shell.directory().resolve(read.config().server().dataDir());
    try (var lines = new Lines(new FileOutputStream(FileDescriptor.out));
        var headgate = start(source, read, shell.directory(), new CallLog(lines, shell.person()))) {
      headgate.telemetry().watch(lines);
      var stopping = new Stopping(shell.signals());
      shell.signals().on("HUP", headgate::reload);
      headgate.follow(now -> announce(headgate, now, data));
      terminal.err().println(new StartUp(headgate, source, data).text());
      terminal.err().flush();
      stopping.await();
      AdminFile.remove(data);
    } catch (IOException refused) {
      throw unwritable(refused);
    }
    return Exit.DONE;
  }

  /// Tells the commands on this machine, which believe this certificate alone. A key that the
  /// environment gave is known to them.
  private static void announce(Headgate headgate, HeadgateConfig config, Path data) {
    String address = Curl.address(config.server().fromHere(), headgate.port());
    Secret key = config.adminKey() == null ? headgate.adminKey().secret() : null;
    Identity shown = config.server().identity();
    var certificate = shown == null ? null : shown.certificate();
    try {
      new AdminFile(address, ProcessHandle.current().pid(), key, certificate).write(data);
    } catch (IOException refused) {
      throw unwritable(refused);
    }
  }

  private static Failure unwritable(IOException refused) {
    return new Failure(Exit.FAILED, "server.data-dir: cannot write " + refused.getMessage());
  }

  private static Headgate start(
      Configuration source, Configuration.Read read, Path here, CallLog log) {
    var at = read.config().server();
    var around = new Surroundings(new SystemClock(), new SecureRandom(), here, log);
    return Listening.at(
        at.host() + ":" + at.port(),
        "set server.port to another, or to 0 for any",
        () -> Headgate.start(source, read, around));
  }
}
