package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Repository;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What must not creep in, so that the repository builds the same wherever it is cloned.
class PortableTest {
  private static final Pattern ONE_MACHINES_PATH =
      Pattern.compile("(?<![\\w./:-])/(work|root|tmp)/");

  private static final Pattern ELSEWHERE =
      Pattern.compile("<(repository|pluginRepository|mirror)>");

  private static final Pattern RESOLVED = Pattern.compile("\"resolved\"\\s*:\\s*\"http");

  @Test
  void noFileNamesAPathOfOneMachine() {
    assertThat(containing("", ONE_MACHINES_PATH))
        .as("it is not there on the next machine")
        .isEmpty();
  }

  @Test
  void mavenComesFromMavenCentralAndIsCheckedByItsDigest() {
    assertThat(Repository.read(Path.of(".mvn/wrapper/maven-wrapper.properties")).lines())
        .as("who downloads a build tool must know where from, and that it is the one")
        .anyMatch(line -> line.startsWith("distributionUrl=https://repo.maven.apache.org/maven2/"))
        .anyMatch(line -> line.matches("distributionSha256Sum=[0-9a-f]{64}"));
  }

  @Test
  void packagesComeFromWhereTheirToolLooksByDefault() {
    assertThat(
            Stream.concat(
                containing("pom.xml", ELSEWHERE), containing("package-lock.json", RESOLVED)))
        .as("a mirror that one machine uses is not there for the next")
        .isEmpty();
  }

  private static Stream<Path> containing(String ending, Pattern unwanted) {
    return Repository.files(ending).stream()
        .filter(file -> unwanted.matcher(Repository.read(file)).find());
  }
}
