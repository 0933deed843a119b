package dev.headgate.http;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Certificates and private keys as OpenSSL writes them. What is thrown says, for people, what is
/// wrong, and repeats nothing of the text.
final class Pem {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

  private static final String PLAIN = "PRIVATE KEY"; // PKCS #8
  private static final Set<String> BARE = Set.of("RSA PRIVATE KEY", "EC PRIVATE KEY");
  private static final String ENCRYPTED = "ENCRYPTED";

  /// Tags of DER, and the version of PKCS #8.
  private static final int SEQUENCE = 0x30;

  private static final int OCTETS = 4;
  private static final byte[] VERSION = {2, 1, 0};

  private Pem() {}

  static List<X509Certificate> certificates(String text) throws GeneralSecurityException {
    var factory = CertificateFactory.getInstance("X.509");
    var all = new ArrayList<X509Certificate>();
    var blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      if (blocks.group(1).equals("CERTIFICATE")) {
        all.add(certificate(factory, bytes(blocks.group(2)), all.size() + 1));
      }
    }
    if (all.isEmpty()) {
      throw new CertificateException(
          "holds no certificate (expected: PEM, -----BEGIN CERTIFICATE-----)");
    }
    return all;
  }

  private static X509Certificate certificate(CertificateFactory factory, byte[] der, int number)
      throws CertificateException {
    try {
      return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException _) {
      throw new CertificateException("certificate " + number + " in it cannot be read");
    }
  }

  /// The first private key. A bare one does not say of what kind it is: as that of `owner`.
  static PrivateKey privateKey(String text, PublicKey owner) throws GeneralSecurityException {
    var blocks = BLOCK.matcher(text);
    while (blocks.find()) {
      String kind = blocks.group(1);
      if (kind.contains(ENCRYPTED) || blocks.group(2).contains(ENCRYPTED)) {
        throw new KeyException(
            "is encrypted (expected: a key without a pass phrase, as openssl pkey -in FILE writes it)");
      }
      if (kind.equals(PLAIN)) {
        return privateKey(bytes(blocks.group(2)));
      }
      if (BARE.contains(kind)) {
        return privateKey(dressed(bytes(blocks.group(2)), owner));
      }
    }
    throw new KeyException("holds no private key (expected: PEM, -----BEGIN PRIVATE KEY-----)");
  }

  private static byte[] bytes(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }

  private static PrivateKey privateKey(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
      } catch (InvalidKeySpecException _) {
        // perhaps of another kind
      }
    }
    throw new KeyException("cannot be read (expected: a key of RSA, EC or EdDSA)");
  }

  /// PKCS #8 of a key without it: its kind stands in the public key's encoding, before the key.
  private static byte[] dressed(byte[] bare, PublicKey owner) {
    byte[] encoded = owner.getEncoded();
    int kind = start(encoded, 0);
    byte[] algorithm = Arrays.copyOfRange(encoded, kind, end(encoded, kind));
    return der(SEQUENCE, VERSION, algorithm, der(OCTETS, bare));
  }

  /// Where the content of the element at `at` starts.
  private static int start(byte[] der, int at) {
    return at + 2 + (der[at + 1] < 0 ? der[at + 1] & 0x7f : 0);
  }

  private static int end(byte[] der, int at) {
    int start = start(der, at);
    int length = start == at + 2 ? der[at + 1] : 0;
    for (int i = at + 2; i < start; i++) {
      length = (length << 8) + Byte.toUnsignedInt(der[i]);
    }
    return start + length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (length >= 0x80) { // in as few bytes as will do; files have at most 64 KB
      out.write(length < 0x100 ? 0x81 : 0x82);
    }
    if (length >= 0x100) {
      out.write(length >> 8);
    }
    out.write(length);
    Arrays.stream(parts).forEach(out::writeBytes);
    return out.toByteArray();
  }
}
