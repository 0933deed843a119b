package dev.headgate.access;

import dev.headgate.base.Secret;
import dev.headgate.config.Section;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A key that an application calls with. Ours look like `sk-hg-<id>-<secret>` and end in a
/// checksum, so that a scanner can tell a leaked one, and the start-up a mistyped one.
public record ApplicationKey(
    String name, @Nullable String team, Secret secret, List<String> models) {
  private static final String PREFIX = "sk-hg-";
  private static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  private static final int ID = 12;
  private static final int SECRET = 43; // 256 bits
  private static final int CHECKSUM = 6; // 32 bits
  private static final int SHORTEST = 16;

  /// Reads `web: { secret: ${HEADGATE_KEY_WEB}, models: [fast, feature/*] }`.
  public static Optional<ApplicationKey> read(String name, Section in) {
    List<String> models = in.texts("models");
    if (in.has("models") && models.isEmpty()) {
      in.problem("models", "nothing (expected: patterns; without the key all models may be used)");
    }
    String team = in.has("team") ? in.requiredText("team") : null;
    if (!in.has("secret")) {
      in.problem("no secret (expected: a reference, as secret: ${HEADGATE_KEY_WEB})");
    }
    Optional<Secret> secret = in.secret("secret");
    secret
        .map(ApplicationKey::problem)
        .filter(problem -> !problem.isEmpty())
        .ifPresent(problem -> in.problem("secret", problem));
    return secret.map(given -> new ApplicationKey(name, team, given, models));
  }

  private static String problem(Secret secret) {
    String text = secret.reveal();
    if (text.length() < SHORTEST) {
      return "too short (expected: at least " + SHORTEST + " characters; try headgate keys new)";
    }
    if (text.startsWith(PREFIX) && !isWhole(text)) {
      return "the key's checksum is wrong (expected: a whole key, as headgate keys new printed it)";
    }
    return "";
  }

  private static boolean isWhole(String text) {
    int end = text.length() - CHECKSUM;
    return end > 0 && checksum(text.substring(0, end)).equals(text.substring(end));
  }

  /// A new key of 256 random bits.
  public static Secret create(SecureRandom random) {
    String body = PREFIX + letters(random, ID) + "-" + letters(random, SECRET);
    return new Secret(body + checksum(body));
  }

  private static String letters(SecureRandom random, int count) {
    var letters = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      letters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return letters.toString();
  }

  private static String checksum(String text) {
    var crc = new CRC32();
    crc.update(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    var letters = new StringBuilder(CHECKSUM);
    for (long rest = crc.getValue(); letters.length() < CHECKSUM; rest /= ALPHABET.length()) {
      letters.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
    }
    return letters.toString();
  }
}
