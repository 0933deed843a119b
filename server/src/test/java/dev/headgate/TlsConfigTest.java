package dev.headgate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.config.Environment;
import dev.headgate.testkit.Certificate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can be wrong with the files of a certificate, each with its line and its reason.
class TlsConfigTest {
  private static final String TLS =
      """
      server:
        tls:
          certificate: %s
          key: %s
      """;

  @TempDir private Path directory;

  private Configuration.Read read(String yaml) throws Exception {
    Path file = directory.resolve("headgate.yaml");
    Files.writeString(file, yaml);
    return new Configuration(file, new Environment(Map.of("OPENAI_API_KEY", "k"))).read();
  }

  private List<String> problems(String yaml) throws Exception {
    return read(yaml).problems().list().stream()
        .map(each -> each.toString().replace(directory + "/", ""))
        .toList();
  }

  private static ServerConfig server(Configuration.Read read) {
    return read.config().server();
  }

  @Test
  void aPairBesideTheConfigurationServes() throws Exception {
    var made = new Certificate("localhost");
    made.write(directory);

    var read = read(TLS.formatted("cert.pem", "key.pem"));

    assertThat(read.problems().list()).isEmpty();
    assertThat(server(read).endpoint().identity()).isNotNull();
    assertThat(read.files()).contains(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    String secret = made.key().lines().toList().get(1);
    assertThat(read.config().toString()).doesNotContain(secret);
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    new Certificate("localhost").write(directory);

    assertThat(problems("server:\n  tls: { certificate: cert.pem }\n"))
        .containsExactly(
            "headgate.yaml:2: server.tls.key: missing (expected: the path of a PEM file)");
    assertThat(problems(TLS.formatted("cert.pem", "kye.pem")))
        .containsExactly("headgate.yaml:4: server.tls.key: kye.pem: no such file");
    assertThat(problems(TLS.formatted(".", "key.pem")))
        .containsExactly(
            "headgate.yaml:3: server.tls.certificate: .: a directory (expected: a file)");
    assertThat(problems("server:\n  tls: cert.pem\n"))
        .contains("headgate.yaml:2: server.tls: cert.pem (expected: a mapping)");
  }

  @Test
  void whatDoesNotFitIsNamedWithoutItsContent() throws Exception {
    new Certificate("localhost").write(directory);
    String secret = new Certificate("localhost").key();
    Files.writeString(directory.resolve("other.pem"), secret);

    assertThat(problems(TLS.formatted("cert.pem", "other.pem")))
        .containsExactly(
            "headgate.yaml:4: server.tls.key: other.pem: does not match the certificate"
                + " (expected: the key of its first one)");
    assertThat(problems(TLS.formatted("other.pem", "key.pem")))
        .containsExactly(
            "headgate.yaml:3: server.tls.certificate: other.pem: holds no certificate"
                + " (expected: PEM, -----BEGIN CERTIFICATE-----)");
  }

  @Test
  void oneThatHasExpiredIsWarnedOfAndServes() throws Exception {
    Certificate.expired("localhost").write(directory);

    var read = read(TLS.formatted("cert.pem", "key.pem"));

    assertThat(read.isSound()).isTrue();
    assertThat(server(read).warning(Instant.now()).orElseThrow())
        .startsWith("server.tls.certificate: CN=x expired at ");
  }

  @Test
  void aServerOfItsOwnCommandSpeaksNone() throws Exception {
    new Certificate("localhost").write(directory);

    var alone = read(TLS.formatted("cert.pem", "key.pem")).alone();

    assertThat(server(alone).identity()).isNull();
  }
}
