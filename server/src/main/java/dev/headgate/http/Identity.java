package dev.headgate.http;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Who a listener says it is: a chain of certificates, its own first, and the key to that one,
/// which is never printed.
public final class Identity {
  private static final Duration SOON = Duration.ofDays(14);
  private static final byte[] PROBE = new byte[32];

  private final List<X509Certificate> chain;
  private final PrivateKey key;

  private Identity(List<X509Certificate> chain, PrivateKey key) {
    this.chain = List.copyOf(chain);
    this.key = key;
  }

  /// Reads both from PEM. Without one that serves, `aboutCertificates` or `aboutKey` hears why.
  public static Optional<Identity> read(
      String certificates,
      String key,
      Consumer<String> aboutCertificates,
      Consumer<String> aboutKey) {
    List<X509Certificate> chain;
    try {
      chain = Pem.certificates(certificates);
    } catch (GeneralSecurityException unfit) {
      aboutCertificates.accept(String.valueOf(unfit.getMessage()));
      return Optional.empty();
    }
    try {
      PublicKey ofTheFirst = chain.getFirst().getPublicKey();
      PrivateKey read = Pem.privateKey(key, ofTheFirst);
      if (belong(read, ofTheFirst)) {
        return Optional.of(new Identity(chain, read));
      }
      aboutKey.accept("does not match the certificate (expected: the key of its first one)");
    } catch (GeneralSecurityException unfit) {
      aboutKey.accept(String.valueOf(unfit.getMessage()));
    }
    return Optional.empty();
  }

  private static boolean belong(PrivateKey key, PublicKey to) throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(to.getAlgorithm())) {
      return false;
    }
    var signature =
        Signature.getInstance(
            switch (key.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              default -> key.getAlgorithm();
            });
    signature.initSign(key);
    signature.update(PROBE);
    byte[] signed = signature.sign();
    signature.initVerify(to);
    signature.update(PROBE);
    return signature.verify(signed);
  }

  /// Its own certificate.
  public X509Certificate certificate() {
    return chain.getFirst();
  }

  List<X509Certificate> chain() {
    return chain;
  }

  PrivateKey key() {
    return key;
  }

  /// What clients will not like about it at this time, if there is anything, or will not soon.
  public Optional<String> warning(Instant now) {
    Instant from = certificate().getNotBefore().toInstant();
    Instant until = certificate().getNotAfter().toInstant();
    if (now.isAfter(until)) {
      return Optional.of("expired at " + until);
    }
    if (now.isBefore(from)) {
      return Optional.of("is not valid before " + from);
    }
    return now.plus(SOON).isAfter(until) ? Optional.of("expires at " + until) : Optional.empty();
  }

  /// The same certificates have the same key.
  @Override
  public boolean equals(Object other) {
    return other instanceof Identity identity && chain.equals(identity.chain);
  }

  @Override
  public int hashCode() {
    return chain.hashCode();
  }

  @Override
  public String toString() {
    return certificate().getSubjectX500Principal().getName();
  }
}
