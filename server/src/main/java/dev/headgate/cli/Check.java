package dev.headgate.cli;

import dev.headgate.Configuration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `headgate check`
@Command(
    name = "check",
    description = "Reads the configuration as serve would, and says all that is wrong with it.",
    mixinStandardHelpOptions = true)
final class Check implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();
  @Mixin private Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    Configuration source = config.source();
    Configuration.Read read = config.read(source);
    var out = terminal.out();
    out.println("The configuration is sound, version " + read.config().version() + ".");
    return Exit.DONE;
  }
}
