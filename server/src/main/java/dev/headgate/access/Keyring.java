package dev.headgate.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Secret;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The application keys, by digests under a pepper that only this process knows: what a caller
/// sends decides neither where a look-up goes nor how long a comparison takes.
final class Keyring {
  private record Held(byte[] digest, Principal principal) {}

  private final Mac pepper;
  private final Map<ByteBuffer, Held> keys = new HashMap<>();

  Keyring(Collection<ApplicationKey> keys) {
    pepper = pepper();
    for (ApplicationKey key : keys) {
      byte[] digest = digest(key.secret().reveal());
      this.keys.put(
          ByteBuffer.wrap(digest),
          new Held(digest, new Principal(key.name(), key.team(), key.models())));
    }
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  Optional<Principal> find(Secret given) {
    byte[] digest = digest(given.reveal());
    return Optional.ofNullable(keys.get(ByteBuffer.wrap(digest)))
        .filter(held -> MessageDigest.isEqual(held.digest, digest))
        .map(Held::principal);
  }

  private byte[] digest(String text) {
    try {
      return ((Mac) pepper.clone()).doFinal(text.getBytes(UTF_8));
    } catch (CloneNotSupportedException impossible) {
      throw new IllegalStateException("the JDK's HMAC can be cloned", impossible);
    }
  }

  private static Mac pepper() {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(random, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every JDK has HmacSHA256", impossible);
    }
  }
}
