package dev.headgate.story;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Rehearsal;
import dev.headgate.testkit.Repository;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The examples, each run as its first line says, against the gate that their configuration makes;
/// keys are asked for besides. They need curl, node with npm, and python3 on the path.
class ExamplesTest {
  private static final String KEY = "the-key-of-the-examples";
  private static final PathMatcher INSTALLED =
      FileSystems.getDefault().getPathMatcher("glob:**/node_modules");

  @TempDir private static Path directory;
  private static Rehearsal rehearsal;

  @BeforeAll
  static void start() throws IOException {
    copy(Repository.root().resolve("examples"), directory);
    Files.writeString(directory.resolve("key"), KEY);
    String yaml = Files.readString(directory.resolve("headgate.yaml"));
    rehearsal =
        new Rehearsal(
            directory,
            yaml.replace("http://127.0.0.1:4010", "${SIMULATOR}")
                + "keys: { examples: { secret: \"${file:key}\" } }\n");
  }

  @AfterAll
  static void stop() {
    rehearsal.close();
  }

  @AfterEach
  void itsKeyWasKnown() {
    assertThat(rehearsal.gate().records())
        .isNotEmpty()
        .allMatch(call -> "examples".equals(call.asked().key()));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (var files = Files.newDirectoryStream(from, each -> !INSTALLED.matches(each))) {
      for (Path each : files) {
        Path copy = to.resolve(each.getFileName().toString());
        if (Files.isDirectory(each)) {
          copy(each, copy);
        } else {
          Files.copy(each, copy);
        }
      }
    }
  }

  /// What a command says that ends well.
  private static String run(String folder, String... command) throws Exception {
    Path said = Files.createTempFile(directory, "said", ".txt");
    var starting =
        new ProcessBuilder(command)
            .directory(directory.resolve(folder).toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    starting.environment().put("HEADGATE_URL", rehearsal.url());
    starting.environment().put("HEADGATE_KEY", KEY);
    Process process = started(starting);
    boolean ended = process.waitFor(3, MINUTES);
    process.destroyForcibly();
    String text = Files.readString(said);
    assertThat(ended && process.waitFor() == 0).as("%s said: %s", List.of(command), text).isTrue();
    return text;
  }

  private static Process started(ProcessBuilder starting) {
    try {
      return starting.start();
    } catch (IOException missing) {
      String tool = starting.command().getFirst();
      throw new AssertionError("the examples need " + tool + " on the path; install it", missing);
    }
  }

  @Test
  void curlAsksForModelsAndFeatures() throws Exception {
    assertThat(run("curl", "sh", "calls.sh"))
        .contains("\"id\":\"fast\"", "\"id\":\"feature/support-reply\"")
        .contains("\"object\":\"chat.completion\"")
        .contains("\"feature\":\"support-reply\",\"variant\":\"control\"")
        .contains("event: text\n", "event: end\n");
  }

  @Test
  void theJdkAloneFollowsAStream() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

    List<String> lines = run("java", java, "Stream.java", "Is \"it\" open?").lines().toList();

    assertThat(lines).startsWith("200 by variant control").hasSizeGreaterThan(10);
    assertThat(lines.getLast()).startsWith("end {").contains("\"output_tokens\":");
    assertThat(rehearsal.simulator().seen().last().body())
        .asString()
        .contains("Is \\\"it\\\" open?");
  }

  @Test
  void pythonAloneFollowsStreams() throws Exception {
    assertThat(run("python", "python3", "stream.py"))
        .containsPattern("stream: \\w+.*\\.\n")
        .containsPattern("feature: \\w+.*\nend: \\{.*'variant': 'control'");
  }

  @Test
  void theVendorsSdksForJavascriptNeedABaseUrlAlone() throws Exception {
    run("javascript", "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");

    assertThat(run("javascript", "node", "openai.mjs"))
        .containsPattern("models: .*openai/sim-small")
        .containsPattern("chat: \\w+.*\\. [1-9]\\d*\n")
        .containsPattern("stream: \\w+.*\\.\n")
        .containsPattern("responses: \\w+.*\\.\n")
        .contains("embeddings: [ 256, 256 ]")
        .containsPattern("feature: \\w+.*\\. control\n")
        .containsPattern("error: 404 unknown_model [0-9a-f-]{36}\n");
    assertThat(run("javascript", "node", "anthropic.mjs"))
        .containsPattern("models: .*anthropic/sim-small")
        .containsPattern("count: [1-9]")
        .containsPattern("message: \\w+.*\\. end_turn\n")
        .containsPattern("stream: \\w+.*\\. [1-9]\\d*\n")
        .containsPattern("error: 404 unknown_model [0-9a-f-]{36}\n");
  }
}
