package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest extends CommandLineTest {
  @Test
  void aloneShowsTheCommandsInTheOrderOfTheFirstSteps() {
    Said said = headgate();

    assertDone(said);
    assertThat(said.out().lines().filter(line -> line.startsWith("  ")).map(String::strip))
        .extracting(line -> line.split(" ", 2)[0])
        .containsSubsequence("demo", "init", "check", "serve", "try", "features", "keys");
    assertThat(said.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "serv, did you mean serve?",
        "chekc, did you mean check?",
        "check --outptu json, did you mean --output?",
        "check --output xml, expected one of [TABLE, JSON]",
        "try, Missing required parameter: 'FEATURE'",
        "try f x, x (expected: the input as name=value)",
        "demo --for 5, '5' is no duration",
        "simulate --port x, 'x' is not an int",
        "simulate --port 70000, 70000 (expected: 0 to 65535)",
        "simulate --plan storm, storm (expected: status",
        "keys new, Missing required parameter: 'NAME'",
        "keys new Web!, Web!: no name",
        "check -c missing.yaml, no such file"
      })
  void mistakesEndWithTwoAndNoStack(String typed, String answer) {
    Said said = headgate(typed.split(" "));

    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.out() + said.err()).contains(answer).doesNotContain("\tat ", "Usage:");
  }

  @Test
  void everyCommandHasHelp() {
    for (String command : Main.commandLine(Shell.ofProcess()).getSubcommands().keySet()) {
      if (command.equals("help")) {
        continue; // the library's own
      }
      Said said = headgate(command, "--help");
      assertDone(said);
      assertThat(said.out()).startsWith("Usage: headgate " + command);
    }
  }
}
