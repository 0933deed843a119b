package dev.headgate.config;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// The version of some content: the first 12 hex digits of the SHA-256 over its parts, in order.
public record ContentHash(String digits) {

  public static ContentHash of(List<byte[]> parts) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        // the length first, so that no byte can move from one part to the next unnoticed
        digest.update((part.length + ":").getBytes(US_ASCII));
        digest.update(part);
      }
      return new ContentHash(HexFormat.of().formatHex(digest.digest(), 0, 6));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return digits;
  }
}
