package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Features are switched from the shell: by the server that runs, or else in its data directory.
class SwitchFeatureTest extends CommandLineTest {
  @BeforeEach
  void configure() {
    environment.put("OPENAI_API_KEY", "sk-1");
    write("a.md", "# user\nA\n");
    write(
        "headgate.yaml",
        """
        server: { port: 0, data-dir: data }
        providers: { openai: { api-key: ${OPENAI_API_KEY} } }
        features:
          reply:
            variants:
              control: { model: openai/gpt-6-luna, prompt: a.md }
              candidate: { model: openai/gpt-6-sol, prompt: a.md }
            serve: { control: 95%, candidate: 5% }
        """);
  }

  private Running serving() throws InterruptedException {
    Running server = running("serve");
    server.err("listens on (http://127.0.0.1:\\d+)");
    return server;
  }

  private Said change(String... command) {
    Said said = headgate(command);
    assertDone(said);
    return said;
  }

  @Test
  void theRunningServerIsAskedAndBothSidesAreShown() throws Exception {
    try (Running server = serving()) {
      change("features", "serve", "reply", "control=80%", "candidate=20%", "-r", "it is better");
      Said said = change("features", "kill", "reply", "--reason", "it insults people");

      assertThat(change("features").out()).isEqualTo(said.out());
      assertThat(said.out().replaceAll("20\\d\\d-\\d\\d-\\d\\d\\s\\d\\d:\\d\\d", "TIME"))
          .isEqualTo(
              """
              FEATURE  VARIANT     SHARE  FILE  MODEL              PROMPT
              reply    control    killed   95%  openai/gpt-6-luna  e649af067eac
                       candidate  killed    5%  openai/gpt-6-sol   e649af067eac

              reply is killed: it insults people (ann, TIME UTC)
              reply is to serve control 80%, candidate 20%: it is better (ann, TIME UTC)
              """);
      assertThat(change("features", "restore", "reply", "-r", "mended").out())
          .contains("control      80%   95%", "candidate    20%    5%")
          .doesNotContain("killed");
      assertThat(change("features", "release", "reply", "-r", "over").out())
          .contains("FEATURE  VARIANT    SHARE  MODEL");
      assertThat(change("features", "history", "reply").out().lines().map(it -> it.substring(18)))
          .satisfiesExactly(
              line -> assertThat(line).contains("WHO"),
              line -> assertThat(line).contains("release").endsWith("over"),
              line -> assertThat(line).contains("restore").endsWith("mended"),
              line -> assertThat(line).contains("kill ").endsWith("it insults people"),
              line -> assertThat(line).contains("serve control 80%, candidate 20%"));
      server.stop("TERM");
    }
  }

  @Test
  void whereNoneRunsItsDirectoryIsSwitchedAndTheNextStartKnows() throws Exception {
    serving().close();
    change("features", "serve", "reply", "candidate", "-r", "while it is down");
    assertThat(change("features").out()).contains("candidate   100%    5%");

    try (Running server = serving()) {
      assertThat(change("features", "-o", "json").out()).contains("while it is down");
      server.stop("TERM");
    }
  }

  @Test
  void aFileThatAKilledServerLeftIsPassedOver() throws Exception {
    serving().close();
    for (String stale :
        List.of(
            "{\"address\":\"http://127.0.0.1:1\",\"process\":2000000000,\"key\":\"k\"}",
            "{\"address\":\"http://127.0.0.1:1\",\"process\":%d,\"key\":\"k\"}"
                .formatted(ProcessHandle.current().pid()))) {
      write("data/admin.json", stale);

      assertThat(change("features").out()).contains("control      95%");
    }
  }

  @Test
  void aServerElsewhereIsAskedByItsUrlWithTheKeyOfTheEnvironment() throws Exception {
    environment.put("HEADGATE_ADMIN_KEY", "the-key-of-the-operators");
    try (Running server = running("serve")) {
      String address = server.err("listens on (http://127.0.0.1:\\d+)");
      Files.delete(directory.resolve("data/admin.json"));

      assertThat(change("features", "--url", address + "/").out()).contains("reply");
      environment.put("HEADGATE_URL", address);
      assertThat(change("features").out()).contains("reply");
      environment.put("HEADGATE_ADMIN_KEY", "the-key-of-other-people");
      Said said = headgate("features");
      assertThat(said.exit()).isEqualTo(2);
      assertThat(said.err()).contains("The admin key is missing or wrong");
      environment.remove("HEADGATE_ADMIN_KEY");
      assertThat(headgate("features").err()).contains("HEADGATE_ADMIN_KEY is not set");
      server.stop("TERM");
    }
  }

  @Test
  void aDirectoryThatIsHeldByASilentServerIsNotTouched() throws Exception {
    try (Running server = serving()) {
      Files.delete(directory.resolve("data/admin.json"));

      Said said = headgate("features", "kill", "reply", "-r", "r");

      assertThat(said.exit()).isEqualTo(3);
      assertThat(said.err()).contains("in use by another headgate");
      server.stop("TERM");
    }
  }

  @Test
  void whoIsNotThereIsNamed() throws IOException {
    Said nowhere = headgate("features", "kill", "reply", "-r", "r");
    assertThat(nowhere.exit()).isEqualTo(3);
    assertThat(nowhere.err()).contains("no server runs here", directory.resolve("data").toString());

    environment.put("HEADGATE_ADMIN_KEY", "the-key-of-the-operators");
    int port = freePort();
    Said said = headgate("features", "--url", "http://127.0.0.1:" + port);
    assertThat(said.exit()).isEqualTo(3);
    assertThat(said.err()).contains("no server answers at http://127.0.0.1:" + port);
  }

  private static int freePort() throws IOException {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return listening.getLocalPort();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ann, ann",
    "'', unnamed",
    "?, unnamed",
    "' \t ', ?",
    "Jürgen Groß, J?rgen Gro?",
    "李雷, ??",
    "'a\u001b[31mb\nc', a?[31mb?c",
  })
  void whoSwitchedIsWhoTyped(String name, String author) throws Exception {
    user = name;
    serving().close();
    change("features", "kill", "reply", "-r", "r");

    assertThat(change("features", "-o", "json").out()).contains("\"author\" : \"" + author + "\"");
  }

  @Test
  void aVeryLongNameIsCut() throws Exception {
    user = "a".repeat(63) + " long tail";
    try (Running server = serving()) {
      assertThat(change("features", "kill", "reply", "-r", "r").out())
          .contains("(" + "a".repeat(63) + ", ");
      server.stop("TERM");
    }
  }

  @Test
  void slipsOfThePenAreNamed() throws Exception {
    serving().close();
    assertThat(headgate("features", "kill", "repyl", "-r", "r"))
        .satisfies(said -> assertThat(said.exit()).isEqualTo(3))
        .satisfies(said -> assertThat(said.err()).contains("did you mean reply?"));
    assertThat(headgate("features", "serve", "reply", "candidat", "-r", "r"))
        .satisfies(said -> assertThat(said.exit()).isEqualTo(2))
        .satisfies(said -> assertThat(said.err()).contains("did you mean candidate?"));
    assertThat(headgate("features", "kill", "reply").exit()).isEqualTo(2);
    assertThat(headgate("features", "serve", "reply", "-r", "r").exit()).isEqualTo(2);
    assertThat(headgate("features", "serve", "reply", "control=95%", "x", "-r", "r").err())
        .contains("x (expected: the share as candidate=5%)");
  }
}
