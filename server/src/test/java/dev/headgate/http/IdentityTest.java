package dev.headgate.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Certificate;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
  private final List<String> problems = new ArrayList<>();

  private Optional<Identity> read(String certificates, String key) {
    return Identity.read(
        certificates, key, why -> problems.add("cert " + why), why -> problems.add("key " + why));
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA", "Ed25519"})
  void aCertificateAndItsKeyAreAnIdentity(String algorithm) throws Exception {
    var made = Certificate.of(algorithm, "localhost");

    assertThat(read("a comment\n" + made.certificate(), made.key()))
        .get()
        .returns(made.shown(), Identity::certificate);
    assertThat(problems).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"EC, EC PRIVATE KEY", "RSA, RSA PRIVATE KEY"})
  void olderFormsOfKeysAreReadToo(String algorithm, String kind) throws Exception {
    var made = Certificate.of(algorithm, "localhost");

    String bare = Certificate.pem(kind, bare(made.key()));

    assertThat(read(made.certificate(), bare)).isPresent();
    assertThat(read(made.certificate(), made.certificate() + bare)).isPresent();
    assertThat(problems).isEmpty();
  }

  /// What PKCS #8 holds last: from the first byte that, as a tag of octets, reaches to the end.
  private static byte[] bare(String pem) {
    byte[] all = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
    for (int at = 4; at < all.length; at++) {
      int bytes = all[at + 1] < 0 ? all[at + 1] & 0x7f : 0;
      int start = at + 2 + bytes;
      int length =
          bytes == 0
              ? all[at + 1]
              : new BigInteger(1, Arrays.copyOfRange(all, at + 2, start)).intValue();
      if (all[at] == 4 && start + length == all.length) {
        return Arrays.copyOfRange(all, start, all.length);
      }
    }
    throw new IllegalArgumentException("no PKCS #8");
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    var mine = Certificate.of("EC", "a");
    var others = List.of(Certificate.of("EC", "a"), Certificate.of("RSA", "a"));

    for (var other : others) {
      assertThat(read(mine.certificate(), other.key())).isEmpty();
      assertThat(read(mine.certificate() + other.certificate(), other.key())).isEmpty();
    }
    assertThat(problems)
        .hasSize(4)
        .containsOnly("key does not match the certificate (expected: the key of its first one)");
  }

  @Test
  void whatIsNotThereOrNotReadableIsSaidWithoutItsText() throws Exception {
    var made = Certificate.of("EC", "a");
    String broken = "-----BEGIN %1$s-----\nc2VjcmV0\n-----END %1$s-----\n";

    read("nothing", made.key());
    read(made.certificate() + broken.formatted("CERTIFICATE"), made.key());
    read(made.certificate(), made.certificate());
    read(made.certificate(), broken.formatted("PRIVATE KEY"));
    read(made.certificate(), broken.formatted("RSA PRIVATE KEY"));
    read(made.certificate(), broken.formatted("ENCRYPTED PRIVATE KEY"));
    read(
        made.certificate(),
        broken.formatted("RSA PRIVATE KEY").replace("c2V", "Proc-Type: 4,ENCRYPTED\n\nc2V"));

    String encrypted =
        "key is encrypted (expected: a key without a pass phrase, as openssl pkey -in FILE writes it)";
    assertThat(problems)
        .containsExactly(
            "cert holds no certificate (expected: PEM, -----BEGIN CERTIFICATE-----)",
            "cert certificate 2 in it cannot be read",
            "key holds no private key (expected: PEM, -----BEGIN PRIVATE KEY-----)",
            "key cannot be read (expected: a key of RSA, EC or EdDSA)",
            "key cannot be read (expected: a key of RSA, EC or EdDSA)",
            encrypted,
            encrypted);
  }

  @Test
  void saysWhenItsCertificateIsOutOfItsTime() throws Exception {
    var made = Certificate.of("EC", "a");
    var identity = read(made.certificate(), made.key()).orElseThrow();
    Instant from = made.shown().getNotBefore().toInstant();
    Instant until = made.shown().getNotAfter().toInstant();

    assertThat(identity.warning(from)).isEmpty();
    assertThat(identity.warning(from.minusSeconds(1))).contains("is not valid before " + from);
    assertThat(identity.warning(until.minus(Duration.ofDays(15)))).isEmpty();
    assertThat(identity.warning(until.minus(Duration.ofDays(13)))).contains("expires at " + until);
    assertThat(identity.warning(until.plusSeconds(1))).contains("expired at " + until);
  }

  @Test
  void printsItsNameAloneAndIsTheSameWithTheSameCertificates() throws Exception {
    var made = Certificate.of("RSA", "a");
    var identity = read(made.certificate(), made.key()).orElseThrow();

    assertThat(identity).hasToString("CN=x").isEqualTo(read(made.certificate(), made.key()).get());
    var other = Certificate.of("RSA", "a");
    assertThat(identity).isNotEqualTo(read(other.certificate(), other.key()).get());
  }
}
