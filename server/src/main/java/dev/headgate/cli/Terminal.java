package dev.headgate.cli;

import java.io.Console;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Where a command says what it has to say.
@Command
final class Terminal {
  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /// Whether a person reads standard output, and not a program or a file.
  @SuppressWarnings("SystemConsoleNull") // a Java without the right module still has none
  static boolean isPerson() {
    Console console = System.console();
    return console != null && console.isTerminal();
  }
}
