package dev.headgate.scenario;

import static dev.headgate.scenario.Unmet.unless;
import static java.util.stream.Collectors.joining;

import dev.headgate.simulate.FaultPlan;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A gate in a process of its own, which is killed under a call and started again.
final class Killed {
  static final Scenario SCENARIO =
      new Scenario("S21", "kill -9 in the middle", "stall 20 30s", "healthy", Killed::isKilled);

  private static final Pattern LISTENS = Pattern.compile("listens on http://127.0.0.1:(\\d+)");

  private Killed() {}

  private static void isKilled(Stage stage, Way way) throws Exception {
    stage.bePatient();
    Process first = start(stage);
    try {
      int port = port(first);
      var call =
          Thread.ofVirtual()
              .start(() -> {
                try (InputStream body = stage.begin(way, port).body()) {
                  body.readAllBytes();
                } catch (Exception _) {
                  // as it should
                }
              });
      unless(stage.primary.seen().await(1, Duration.ofSeconds(30)), "the call under way", "none");
      Thread.sleep(100);
      first.destroyForcibly().waitFor();
      call.join(Duration.ofSeconds(10));
    } finally {
      first.destroyForcibly();
    }
    stage.primary.faults(FaultPlan.HEALTHY);
    Process second = start(stage);
    try {
      Heard heard = stage.call(way, port(second));
      unless(heard.isAnswer(), "an answer of the next process", heard);
    } finally {
      second.destroy();
      second.waitFor();
    }
    String calls = said(stage, "calls", "--output", "csv");
    unless(calls.contains("crashed"), "a record `crashed`", calls);
  }

  private static Process start(Stage stage) throws IOException {
    return process(stage, List.of("serve", "-c", stage.config().toString())).start();
  }

  private static ProcessBuilder process(Stage stage, List<String> arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath()));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-Xmx256m");
    command.add("dev.headgate.cli.Main");
    command.addAll(arguments);
    return new ProcessBuilder(command)
        .directory(stage.directory.toFile())
        .redirectErrorStream(true);
  }

  /// The gate runs elsewhere.
  private static String classPath() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(joining(File.pathSeparator));
  }

  private static int port(Process process) throws IOException {
    BufferedReader said = process.inputReader();
    for (String line = said.readLine(); line != null; line = said.readLine()) {
      Matcher found = LISTENS.matcher(line);
      if (found.find()) {
        Thread.ofVirtual().start(() -> drain(said));
        return Integer.parseInt(found.group(1));
      }
    }
    throw new IOException("the gate did not start");
  }

  private static void drain(BufferedReader said) {
    try {
      while (said.readLine() != null) {
        // so that it is not held up
      }
    } catch (IOException _) {
      // it has ended
    }
  }

  private static String said(Stage stage, String... arguments) throws Exception {
    Path out = Files.createTempFile(stage.directory, "said", ".txt");
    process(stage, List.of(arguments)).redirectOutput(out.toFile()).start().waitFor();
    return Files.readString(out);
  }
}
