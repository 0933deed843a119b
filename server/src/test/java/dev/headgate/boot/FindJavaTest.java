package dev.headgate.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `bin/find-java`, among Javas that are no more than a `release` file and empty programs.
class FindJavaTest {
  @TempDir Path directory;

  @BeforeEach
  void resolveLinksAsTheScriptDoes() throws IOException {
    directory = directory.toRealPath();
  }

  @Test
  void takesTheOneThatTheVariableNamesOverEveryOther() throws Exception {
    Path named = jdk("named", "25.0.3");
    Path other = jdk("other", "26");

    var found = findJava("javac", Map.of("HEADGATE_JAVA_HOME", named, "JAVA_HOME", other));

    assertThat(found).isEqualTo(new Found(0, named + "\n"));
  }

  @Test
  void takesJavaHomeOverThePath() throws Exception {
    Path home = jdk("home", "25");
    Path onPath = jdk("on-path", "25");

    var found = findJava("javac", Map.of("JAVA_HOME", home, "PATH", path(onPath)));

    assertThat(found).isEqualTo(new Found(0, home + "\n"));
  }

  @Test
  void takesTheOneOnThePathWhereJavaHomeIsTooOld() throws Exception {
    Path old = jdk("old", "17.0.15");
    Path onPath = jdk("on-path", "25.0.1");
    Files.createDirectories(directory.resolve("links"));
    Files.createSymbolicLink(directory.resolve("links/java"), onPath.resolve("bin/java"));

    var found =
        findJava("java", Map.of("JAVA_HOME", old, "PATH", path(directory.resolve("links"))));

    assertThat(found).isEqualTo(new Found(0, onPath + "\n"));
  }

  @Test
  void endsWith78AndSaysWhatItFoundWhereThatIsTooOld() throws Exception {
    Path old = jdk("old", "1.8.0_402");

    var found = findJava("java", Map.of("HEADGATE_JAVA_HOME", old));

    assertThat(found.exit).isEqualTo(78);
    assertThat(found.said)
        .contains("needs a JDK 25 or later")
        .contains("Java 1.8.0_402: " + old)
        .contains("Install one")
        .contains("HEADGATE_JAVA_HOME");
  }

  @Test
  void wantsACompilerOnlyWhereAsked() throws Exception {
    Path runtime = jdk("runtime", "25");
    Files.delete(runtime.resolve("bin/javac"));

    assertThat(findJava("java", Map.of("HEADGATE_JAVA_HOME", runtime)).exit).isZero();
    var compiler = findJava("javac", Map.of("HEADGATE_JAVA_HOME", runtime));
    assertThat(compiler.exit).isEqualTo(78);
    assertThat(compiler.said).contains("Java 25, without javac: " + runtime);
  }

  private record Found(int exit, String said) {}

  private Found findJava(String program, Map<String, Object> environment) throws Exception {
    Path script = Repository.root().resolve("bin/find-java");
    var process = new ProcessBuilder("/bin/sh", script.toString(), program);
    process.redirectErrorStream(true).environment().remove("HEADGATE_JAVA_HOME");
    process.environment().remove("JAVA_HOME");
    environment.forEach((name, value) -> process.environment().put(name, value.toString()));
    Process running = process.start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Found(running.waitFor(), said);
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    for (String program : new String[] {"java", "javac"}) {
      Files.createFile(home.resolve("bin").resolve(program)).toFile().setExecutable(true);
    }
    return home;
  }

  private static String path(Path first) {
    Path bin = Files.isDirectory(first.resolve("bin")) ? first.resolve("bin") : first;
    return bin + ":" + System.getenv("PATH");
  }
}
