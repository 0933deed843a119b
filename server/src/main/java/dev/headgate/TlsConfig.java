package dev.headgate;

import dev.headgate.config.Section;
import dev.headgate.config.TextFile;
import dev.headgate.http.Identity;
import java.util.Optional;

/// `server.tls`: the files of the certificate that the server shows, and of its key.
final class TlsConfig {
  private static final String CERTIFICATE = "certificate";
  private static final String KEY = "key";
  private static final int BYTES = 64 << 10;

  private TlsConfig() {}

  static Optional<Identity> read(Section in) {
    Optional<TextFile> certificate = file(in, CERTIFICATE);
    Optional<TextFile> key = file(in, KEY);
    return certificate.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Identity.read(
            certificate.get().text(),
            key.get().text(),
            why -> in.problem(CERTIFICATE, in.shown(CERTIFICATE) + ": " + why),
            why -> in.problem(KEY, in.shown(KEY) + ": " + why));
  }

  private static Optional<TextFile> file(Section in, String key) {
    if (!in.has(key)) {
      in.problem(key, "missing (expected: the path of a PEM file)");
    }
    return in.textFile(key, BYTES);
  }
}
