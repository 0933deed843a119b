package dev.headgate.cli;

import java.io.PrintWriter;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/// Where a command says what it has to say.
@Command
final class Terminal {
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}&&[^\\n\\t]]|[\\u202a-\\u202e\\u2066-\\u2069]");

  @Spec(Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /// Somebody else's text without what would move the cursor or turn the direction of writing.
  static String clean(String text) {
    return CONTROL.matcher(text).replaceAll("\ufffd");
  }

  Shell shell() {
    return Main.of(spec).shell();
  }
}
