package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class DemoTest extends CommandLineTest {
  private static final String ESCAPE = "\u001b";

  @Test
  void showsCallsInPlainLinesWhereNobodyWatches() {
    Said said = headgate("demo", "--for", "5s", "--port", "0");

    assertDone(said);
    assertThat(said.out())
        .doesNotContain(ESCAPE)
        .containsPattern("curl http://127.0.0.1:\\d+/v1/features/support-reply/completions")
        .contains("support-reply: control 90%, candidate 10%")
        .containsPattern("0:05 control +\\d+\\.\\d +[\\d,]+ +[\\d,]+ ")
        .containsPattern("0:05 candidate ");
    assertThat(said.out().lines().filter(line -> !line.startsWith("  curl")))
        .allMatch(line -> line.length() <= 80);
    var sum = Pattern.compile("(\\d+) calls: (\\d+) .* provider, 0 by the fallback, 0 failed");
    var summary = sum.matcher(said.out());
    assertThat(summary.find()).isTrue();
    assertThat(Integer.parseInt(summary.group(1))).isGreaterThan(20);
    assertThat(summary.group(2)).isEqualTo(summary.group(1));
  }

  @Test
  void drawsItsTableOverOnATerminal() throws Exception {
    person = true;
    try (Running demo = running("demo", "--port", "0")) {
      demo.out(ESCAPE + "\\[(7)A" + ESCAPE + "\\[J");
      Said said = demo.stop("INT");

      assertThat(said.exit()).isZero();
      assertThat(said.out()).contains(ESCAPE + "[1m0:01  the provider is up, down in 19 s");
      assertThat(said.out())
          .contains("Stopping;")
          .contains(" failed.\nTogether they cost $0.0")
          .endsWith("call ID -c headgate-data/demo/headgate.yaml\n");
    }
  }

  @Test
  void drawsWithoutColorsIfAsked() {
    person = true;
    environment.put("NO_COLOR", "1");
    assertThat(headgate("demo", "--for", "1s", "--port", "0").out())
        .contains("\n0:01  the provider is up")
        .doesNotContainPattern(ESCAPE + "\\[\\d+m");

    environment.put("TERM", "dumb");
    assertThat(headgate("demo", "--for", "1s", "--port", "0").out()).doesNotContain(ESCAPE);
  }

  @Test
  void takesAnotherPortWhereItsOwnIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = "" + taken.getLocalPort();

      Said said = headgate("demo", "--for", "1s", "--port", port);

      assertDone(said);
      assertThat(said.out()).contains("(" + port + " is busy, so a free port)");
    }
  }
}
