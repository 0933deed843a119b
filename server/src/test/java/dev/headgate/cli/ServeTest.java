package dev.headgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Await;
import dev.headgate.testkit.Certificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServeTest extends CommandLineTest {
  @BeforeEach
  void key() {
    environment.put("ANTHROPIC_API_KEY", "sk-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void servesUntilItIsToldToStop(String signal) throws Exception {
    write("headgate.yaml", "server: { port: 0 }");
    try (Running server = running("serve")) {
      server.err("listens on (http://127.0.0.1:\\d+)");
      assertThat(server.stop(signal).exit()).isZero();
    }
  }

  @Test
  void saysWhatItIsAndHowToCallIt() throws Exception {
    write("headgate.yaml", "server: { port: 0, data-dir: state/data }");
    try (Running server = running("serve")) {
      String port = server.err("127.0.0.1:(\\d+)/v1/messages");
      String said = server.stop("TERM").err();

      assertThat(said)
          .contains("access     open to programs on this machine")
          .containsPattern("config     .*headgate.yaml, version [0-9a-f]{12}")
          .contains("providers  anthropic  key present  api.anthropic.com")
          .contains("features   none")
          .contains("data       " + directory.resolve("state/data"))
          .contains("curl http://127.0.0.1:" + port + "/v1/messages")
          .contains("\"model\": \"anthropic/claude-haiku-5-5\"")
          .doesNotContain("sk-1");
      assertThat(Files.getPosixFilePermissions(directory.resolve("state/data")))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void leavesTheCommandsOfThisMachineAFileWhileItRuns() throws Exception {
    write("headgate.yaml", "server: { port: 0, host: 0.0.0.0 }\nkeys: { web: { secret: '${K}' } }");
    environment.put("K", "the-key-of-an-application");
    Path file = directory.resolve("headgate-data/admin.json");
    try (Running server = running("serve")) {
      String port = server.err("0.0.0.0:(\\d+)");
      var said = AdminFile.read(file.getParent()).orElseThrow();

      assertThat(said.address()).isEqualTo("http://127.0.0.1:" + port);
      assertThat(said.key()).isNotNull();
      assertThat(said.isAlive()).isTrue();
      assertThat(Files.getPosixFilePermissions(file))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      server.stop("TERM");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void speaksTlsAndItsCommandsBelieveItsCertificateAlone() throws Exception {
    var shown = new Certificate("gate.test"); // not the name under which commands reach it
    shown.write(directory);
    write("headgate.yaml", "server: { port: 0, tls: { certificate: cert.pem, key: key.pem } }");
    Path data = directory.resolve("headgate-data");
    try (Running server = running("serve")) {
      String port = server.err("listens on https://127.0.0.1:(\\d+)");
      var said = AdminFile.read(data).orElseThrow();
      assertThat(said.address()).isEqualTo("https://127.0.0.1:" + port);
      assertThat(said.certificate()).isEqualTo(shown.shown());
      assertThat(headgate("calls").exit()).isZero();

      var next = new Certificate("gate.test");
      next.write(directory);
      Await.until(
          "the new certificate",
          () -> next.isShown(AdminFile.read(data).orElseThrow().certificate()));
      assertThat(headgate("calls").exit()).isZero();

      new AdminFile(said.address(), said.process(), said.key(), shown.shown()).write(data);
      assertThat(headgate("calls").err()).contains("not the certificate of this data directory");
      server.stop("TERM");
    }
  }

  @Test
  void tellsNobodyAKeyThatTheEnvironmentGave() throws Exception {
    write("headgate.yaml", "server: { port: 0 }");
    environment.put("HEADGATE_ADMIN_KEY", "the-key-of-the-operators");
    try (Running server = running("serve")) {
      server.err("listens on (http://127.0.0.1:\\d+)");

      assertThat(Files.readString(directory.resolve("headgate-data/admin.json")))
          .contains("127.0.0.1")
          .doesNotContain("the-key-of-the-operators");
      assertThat(server.stop("TERM").err()).doesNotContain("the-key-of-the-operators");
    }
  }

  @Test
  void anAdminKeyIsAKeyAndNoApplications() {
    write("headgate.yaml", "keys: { web: { secret: '${HEADGATE_ADMIN_KEY}' } }");
    environment.put("HEADGATE_ADMIN_KEY", "the-key-of-the-operators");
    assertThat(headgate("check").out()).contains("secret", "the admin key (expected");

    environment.put("HEADGATE_ADMIN_KEY", "with a blank inside");
    assertThat(headgate("check").out()).contains("HEADGATE_ADMIN_KEY: no key");

    environment.put("HEADGATE_ADMIN_KEY", "too-short");
    Said said = headgate("check");
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.out()).contains("HEADGATE_ADMIN_KEY: too short").doesNotContain("too-short");
  }

  @Test
  void saysThatItsPortIsTaken() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String at = "127.0.0.1:" + taken.getLocalPort();
      write("headgate.yaml", "server: { port: " + taken.getLocalPort() + " }");

      Said said = headgate("serve");

      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.err()).contains(at + " is taken by another program; set server.port");
      assertThat(headgate("simulate", "--port", "" + taken.getLocalPort()).err())
          .contains(at + " is taken by another program; choose another with --port");
    }
  }

  @Test
  void needsADirectoryForItsData() {
    write("data", "a file");
    write("headgate.yaml", "server: { port: 0, data-dir: data }");

    Said said = headgate("serve");

    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err())
        .contains("data directory " + directory.resolve("data") + ": cannot be used");
  }

  @Test
  void sharesItsDirectoryWithNobody() throws Exception {
    write("headgate.yaml", "server: { port: 0 }");
    try (Running server = running("serve")) {
      server.err("listens on (http://127.0.0.1:\\d+)");

      Said said = headgate("serve");

      assertThat(said.exit()).isEqualTo(3);
      assertThat(said.err()).contains("in use by another headgate");
      server.stop("TERM");
    }
  }
}
