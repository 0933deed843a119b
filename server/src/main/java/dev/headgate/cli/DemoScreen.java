package dev.headgate.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/// Shows the demo: on a terminal a table that is drawn over once a second, with what happened above
/// it; elsewhere lines, every five seconds.
final class DemoScreen {
  private static final int PAUSE = 5;
  private static final String NO_WRAP = "\u001b[?7l";
  private static final String WRAP = "\u001b[?7h";
  private static final String BOLD = "\u001b[1m";
  private static final String YELLOW = "\u001b[33m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final Shell shell;
  private final DemoTable table;
  private int drawn; // lines that the next drawing takes the place of
  private boolean headed;
  private long second;

  DemoScreen(Terminal terminal, DemoTable table) {
    out = terminal.out();
    shell = terminal.shell();
    this.table = table;
  }

  /// What stays.
  void say(String text) {
    erase();
    out.println(text);
    out.flush();
  }

  /// A second has passed.
  void tick(DemoScript now) {
    second = now.second();
    if (shell.redraws()) {
      draw(now);
    } else if (second % PAUSE == 0) {
      print(now.time());
    }
    out.flush();
  }

  /// The last figures, and their sum in words.
  void end() {
    erase();
    if (shell.redraws()) {
      table().forEach(out::println);
    } else {
      print(new DemoScript(second).time());
    }
    out.printf("%n%s%n", table.summary());
    out.flush();
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\r\u001b[" + drawn + "A\u001b[J");
      drawn = 0;
    }
  }

  private void draw(DemoScript now) {
    var lines = new ArrayList<String>();
    lines.add("");
    lines.add(styled(now.isDown() ? YELLOW : BOLD, now.time() + "  " + now.state()));
    lines.addAll(table());
    erase();
    out.print(NO_WRAP);
    lines.forEach(out::println);
    out.print(WRAP);
    drawn = lines.size();
  }

  private List<String> table() {
    var lines = new ArrayList<>(List.of(""));
    lines.addAll(DemoTable.HEADING);
    lines.addAll(table.rows());
    return lines;
  }

  private String styled(String style, String text) {
    return shell.colors() ? style + text + PLAIN : text;
  }

  private void print(String time) {
    if (!headed) {
      indented("", DemoTable.HEADING);
      headed = true;
    }
    indented(time, table.rows());
  }

  private void indented(String time, List<String> lines) {
    for (String line : lines) {
      out.printf("%5s %s%n", time, line);
    }
  }
}
