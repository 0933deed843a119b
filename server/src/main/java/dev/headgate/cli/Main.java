package dev.headgate.cli;

import java.io.PrintWriter;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `headgate …`
@Command(
    name = "headgate",
    description = "Takes an AI feature from a laptop to real users: safely, observably, in budget.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {Serve.class, Check.class, Keys.class})
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.setProperty("headgate.log", Terminal.isPerson() ? "text" : "json");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(Main::failed);
  }

  private static int failed(Exception why, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (why instanceof Failure failure) {
      err.println("headgate: " + failure.getMessage());
      return failure.exit();
    }
    err.println("headgate: this is a bug; please report it with what follows");
    why.printStackTrace(err);
    return Exit.BUG;
  }
}
