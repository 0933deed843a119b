package dev.headgate.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// How commands on this machine find the server of a data directory: where it listens, the process
/// that it is, the admin key that it made up, if it did, and the certificate that it shows, if it
/// speaks TLS.
record AdminFile(
    String address, long process, @Nullable Secret key, @Nullable X509Certificate certificate) {
  private static final String NAME = "admin.json";
  private static final JsonMapper JSON = JsonMapper.shared();

  static Path in(Path dataDir) {
    return dataDir.resolve(NAME);
  }

  /// Whole or not at all, and nobody else can read it.
  void write(Path dataDir) throws IOException {
    var json = JSON.createObjectNode().put("address", address).put("process", process);
    if (key != null) {
      json.put("key", key.reveal());
    }
    if (certificate != null) {
      json.put("certificate", encoded(certificate));
    }
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path next = Files.createTempFile(dataDir, NAME, ".next", owner);
    Files.write(next, (OutputOption.json(json) + "\n").getBytes(UTF_8));
    Files.move(next, in(dataDir), StandardCopyOption.ATOMIC_MOVE);
  }

  static void remove(Path dataDir) throws IOException {
    Files.deleteIfExists(in(dataDir));
  }

  /// The one in a data directory, if a server left one there.
  static Optional<AdminFile> read(Path dataDir) {
    try {
      JsonNode json = JSON.readTree(Files.readAllBytes(in(dataDir)));
      String key = json.path("key").asString("");
      String certificate = json.path("certificate").asString("");
      return Optional.of(
          new AdminFile(
              json.path("address").asString(""),
              json.path("process").asLong(0),
              key.isEmpty() ? null : new Secret(key),
              certificate.isEmpty() ? null : decoded(certificate)));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException | JacksonException | CertificateException unreadable) {
      throw new Failure(Exit.NOT_THERE, "cannot read " + in(dataDir) + ": " + unreadable);
    }
  }

  /// As Base64 of DER.
  private static String encoded(X509Certificate certificate) throws IOException {
    try {
      return Base64.getEncoder().encodeToString(certificate.getEncoded());
    } catch (CertificateEncodingException broken) {
      throw new IOException(broken);
    }
  }

  private static X509Certificate decoded(String text) throws CertificateException {
    var bytes = new ByteArrayInputStream(Base64.getMimeDecoder().decode(text));
    return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(bytes);
  }

  /// Whether the process that wrote it may still run; one that was killed leaves its file behind.
  boolean isAlive() {
    return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
  }
}
