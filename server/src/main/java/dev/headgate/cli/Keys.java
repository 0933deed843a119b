package dev.headgate.cli;

import dev.headgate.access.ApplicationKey;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `headgate keys …`
@Command(
    name = "keys",
    description = "Makes keys for applications.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = Keys.New.class)
final class Keys {

  /// `headgate keys new NAME`
  @Command(
      name = "new",
      description = "Makes a key for an application, and shows the line that lets it in.")
  static final class New implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The application, as a-z, 0-9 and -.")
    private String name = "";

    @Mixin private Terminal terminal = new Terminal();

    @Override
    public Integer call() {
      if (!name.matches("[a-z0-9][a-z0-9-]{0,62}")) {
        throw new Failure(
            Exit.USAGE, name + ": no name (expected: 1 to 63 of a-z, 0-9 and -, no - in front)");
      }
      String variable = "HEADGATE_KEY_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
      var out = terminal.out();
      out.println("# Keep it in the server's environment; it is shown this once:");
      out.println("export " + variable + "=" + ApplicationKey.create(new SecureRandom()).reveal());
      out.println();
      out.println("# and in headgate.yaml:");
      out.println("keys:");
      out.println("  " + name + ": { secret: ${" + variable + "} }");
      return Exit.DONE;
    }
  }
}
