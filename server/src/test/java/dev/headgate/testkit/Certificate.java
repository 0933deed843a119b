package dev.headgate.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// A certificate that signs itself, for some names.
public final class Certificate {
  private static final String PASSWORD = "changeit";
  private final KeyStore keys;

  public Certificate(String... names) throws Exception {
    Path directory = Files.createTempDirectory("certificate");
    Path file = directory.resolve("keys.p12");
    String alternatives = Stream.of(names).map("dns:"::concat).collect(Collectors.joining(","));
    var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var made =
        new ProcessBuilder(
                List.of(
                    keytool,
                    "-genkeypair",
                    "-alias",
                    "a",
                    "-keyalg",
                    "EC",
                    "-dname",
                    "CN=x",
                    "-ext",
                    "san=" + alternatives,
                    "-keystore",
                    file.toString(),
                    "-storepass",
                    PASSWORD,
                    "-validity",
                    "2"))
            .redirectErrorStream(true)
            .start();
    String said = new String(made.getInputStream().readAllBytes());
    if (made.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    Files.delete(file);
    Files.delete(directory);
  }

  /// For a server that shows this certificate.
  public SSLContext server() throws Exception {
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    return context;
  }

  /// For a client that believes this certificate.
  public TrustManager trust() throws Exception {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("a", keys.getCertificate("a"));
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers()[0];
  }
}
