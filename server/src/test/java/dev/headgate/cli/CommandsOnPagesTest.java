package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThatCode;

import dev.headgate.config.Environment;
import dev.headgate.testkit.Page;
import dev.headgate.testkit.Walk;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Commands, as the documentation writes them, are commands.
class CommandsOnPagesTest {
  private static final Pattern INLINE = Pattern.compile("`((?:\\./)?headgate [a-z][^`]*)`");

  /// What ends a command, or says where its output goes.
  private static final Set<String> AFTERWARDS = Set.of("#", "|", "2>");

  private static final Shell SHELL =
      new Shell(new Environment(Map.of()), Path.of(""), false, (_, _) -> {}, "ann");

  @Test
  void everyCommandOnAPageCanBeRead() {
    for (Page page : Page.all()) {
      commands(page).forEach(command -> readable(page, command));
    }
  }

  private static Stream<List<String>> commands(Page page) {
    return Stream.concat(
            page.blocks("sh").stream().map(Page.Block::text),
            INLINE.matcher(page.text()).results().map(found -> found.group(1)))
        .flatMap(text -> Walk.commands(text).stream())
        .filter(command -> command.getFirst().endsWith("headgate"));
  }

  private static void readable(Page page, List<String> command) {
    String[] arguments =
        command.stream()
            .skip(1)
            .takeWhile(word -> !AFTERWARDS.contains(word))
            .toArray(String[]::new);

    assertThatCode(() -> Main.commandLine(SHELL).parseArgs(arguments))
        .as(page.path() + ": " + String.join(" ", command))
        .doesNotThrowAnyException();
  }
}
