package dev.headgate.access;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import dev.headgate.base.Secret;
import dev.headgate.config.Environment;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// The operators' key: it opens `/admin/v1` and nothing else, and no application key does.
public record AdminKey(Secret secret) {
  /// Where it is set; without it each start makes one up.
  public static final String VARIABLE = "HEADGATE_ADMIN_KEY";

  private static final List<String> CREDENTIALS = List.of("authorization", "x-api-key");
  private static final Pattern VISIBLE = Pattern.compile("[!-~]+");
  private static final int SHORTEST = 16;
  private static final int RANDOM_BYTES = 32;

  /// The one that the environment gives, if it does; `problem` gets what is wrong with it.
  public static Optional<AdminKey> read(Environment environment, Consumer<String> problem) {
    Optional<String> given = environment.get(VARIABLE);
    given.map(AdminKey::wrong).filter(wrong -> !wrong.isEmpty()).ifPresent(problem);
    return given.map(text -> new AdminKey(new Secret(text)));
  }

  private static String wrong(String text) {
    if (!VISIBLE.matcher(text).matches()) {
      return VARIABLE + ": no key (expected: ASCII without white space inside)";
    }
    return text.length() < SHORTEST
        ? VARIABLE + ": too short (expected: at least " + SHORTEST + " characters)"
        : "";
  }

  /// A new one of 256 random bits.
  public static AdminKey create(SecureRandom random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String text = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new AdminKey(new Secret("hg-admin-" + text));
  }

  /// Lets a request pass that carries the key.
  public Decision<Request> admit(Request request) {
    return Credentials.in(request, CREDENTIALS).filter(secret::equals).isPresent()
        ? Decision.yes(request)
        : Decision.no(
            new Refusal(
                Code.ADMIN_KEY_REQUIRED,
                "The admin key is missing or wrong (expected: "
                    + VARIABLE
                    + ", or the key in the data directory's admin.json, in Authorization: Bearer or"
                    + " x-api-key; an application key is none)."));
  }
}
