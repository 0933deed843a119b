package dev.headgate.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
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

  /// Of an elliptic curve, from now on.
  public Certificate(String... names) throws Exception {
    this(List.of("-keyalg", "EC", "-validity", "2"), names);
  }

  private Certificate(List<String> kind, String... names) throws Exception {
    Path directory = Files.createTempDirectory("certificate");
    Path file = directory.resolve("keys.p12");
    String alternatives = Stream.of(names).map("dns:"::concat).collect(Collectors.joining(","));
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-genkeypair", "-alias", "a", "-dname", "CN=x"));
    command.addAll(List.of("-ext", "san=" + alternatives, "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", file.toString()));
    command.addAll(kind);
    var made = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(made.getInputStream().readAllBytes());
    if (made.waitFor() != 0) {
      throw new IllegalStateException(said);
    }
    keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
    Files.delete(file);
    Files.delete(directory);
  }

  /// With a key of this algorithm of keytool's.
  public static Certificate of(String algorithm, String... names) throws Exception {
    return new Certificate(List.of("-keyalg", algorithm, "-validity", "200"), names);
  }

  /// One that nobody should believe any more.
  public static Certificate expired(String... names) throws Exception {
    return new Certificate(List.of("-keyalg", "EC", "-startdate", "-3d", "-validity", "1"), names);
  }

  public X509Certificate shown() throws Exception {
    return (X509Certificate) keys.getCertificate("a");
  }

  public boolean isShown(X509Certificate certificate) {
    try {
      return shown().equals(certificate);
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  /// As PEM.
  public String certificate() throws Exception {
    return pem("CERTIFICATE", shown().getEncoded());
  }

  /// As PEM, PKCS #8.
  public String key() throws Exception {
    return pem("PRIVATE KEY", keys.getKey("a", PASSWORD.toCharArray()).getEncoded());
  }

  public static String pem(String kind, byte[] content) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n";
  }

  /// Leaves both beside a configuration, as `cert.pem` and `key.pem`.
  public void write(Path directory) throws Exception {
    Files.writeString(directory.resolve("cert.pem"), certificate());
    Files.writeString(directory.resolve("key.pem"), key());
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
    trusted.setCertificateEntry("a", shown());
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(trusted);
    return factory.getTrustManagers()[0];
  }

  public SSLContext client() throws Exception {
    var context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {trust()}, null);
    return context;
  }
}
