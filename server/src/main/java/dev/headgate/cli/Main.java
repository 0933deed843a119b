package dev.headgate.cli;

import dev.headgate.base.Nearest;
import dev.headgate.config.Units;
import dev.headgate.store.StoreException;
import java.io.PrintWriter;
import java.time.Duration;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/// `headgate …`
@Command(
    name = "headgate",
    description = "Takes an AI feature from a laptop to real users: safely, observably, in budget.",
    scope = ScopeType.INHERIT,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      Demo.class,
      Init.class,
      Check.class,
      Serve.class,
      Try.class,
      ShowFeatures.class,
      ShowTargets.class,
      ShowCalls.class,
      ShowCall.class,
      ShowUsage.class,
      ShowPrices.class,
      Keys.class,
      Simulate.class,
      HelpCommand.class
    })
public final class Main implements Runnable {
  private final Shell shell;

  @Spec private CommandSpec spec = CommandSpec.create();

  private Main(Shell shell) {
    this.shell = shell;
  }

  public static void main(String[] arguments) {
    var shell = Shell.ofProcess();
    System.setProperty("headgate.log", shell.person() ? "text" : "json");
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    System.exit(commandLine(shell).execute(arguments));
  }

  static CommandLine commandLine(Shell shell) {
    return new CommandLine(new Main(shell))
        .registerConverter(Duration.class, Main::duration)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExpandAtFiles(false)
        .setParameterExceptionHandler(Main::misused)
        .setExecutionExceptionHandler(Main::failed);
  }

  static Main of(CommandSpec command) {
    return (Main) command.root().userObject();
  }

  Shell shell() {
    return shell;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static Duration duration(String text) {
    return Units.duration(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + text + "' is no duration (expected: with its unit, as 500ms, 20s, 2m)"));
  }

  /// What was mistyped and what may have been meant; the whole help would push it off the screen.
  private static int misused(ParameterException why, String[] arguments) {
    CommandLine command = why.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("headgate: " + why.getMessage() + meant(why, command));
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    return Exit.USAGE;
  }

  private static String meant(ParameterException why, CommandLine command) {
    if (!(why instanceof UnmatchedArgumentException unmatched)) {
      return "";
    }
    String given = unmatched.getUnmatched().getFirst().split("=", 2)[0];
    return given.startsWith("-")
        ? Nearest.hint(given, command.getCommandSpec().optionsMap().keySet())
        : Nearest.hint(given, command.getSubcommands().keySet());
  }

  private static int failed(Exception why, CommandLine command, CommandLine.ParseResult parsed) {
    PrintWriter err = command.getErr();
    if (why instanceof Failure failure) {
      err.println("headgate: " + failure.getMessage());
      return failure.exit();
    }
    if (why instanceof StoreException unusable) {
      err.println("headgate: " + unusable.getMessage());
      return unusable instanceof StoreException.Locked ? Exit.NOT_THERE : Exit.FAILED;
    }
    err.println("headgate: this is a bug; please report it with what follows");
    why.printStackTrace(err);
    return Exit.BUG;
  }
}
