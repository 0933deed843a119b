package dev.headgate.feature;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import java.util.random.RandomGenerator;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/// Who is served: a targeting key, which keeps its variant, or each call for itself.
public sealed interface Targeting {
  /// The most bytes of UTF-8 that a targeting key has.
  int MOST_BYTES = 256;

  /// A key of 1 to 256 bytes of UTF-8, taken as it is: neither trimmed nor normalised, so that `A`
  /// and `a`, or `é` written in two ways, are two keys.
  record Key(String text) implements Targeting {
    /// Often a person's name or address, so it is not printed by accident.
    @Override
    public String toString() {
      return "[targeting key]";
    }
  }

  /// No key was given: the variant is drawn anew for each call.
  record ByCall() implements Targeting {}

  default int bucket(String salt, RandomGenerator random) {
    return switch (this) {
      case Key(String text) -> Bucket.of(salt, text);
      case ByCall() -> random.nextInt(Bucket.COUNT);
    };
  }

  /// Takes the text of a request's `member`; empty is absent.
  static Decision<Targeting> of(String member, String text) {
    if (text.isEmpty()) {
      return Decision.yes(new ByCall());
    }
    // a char is a byte or more, so that long texts need not be encoded to be refused
    if (text.length() > MOST_BYTES || text.getBytes(UTF_8).length > MOST_BYTES) {
      return refused(member, "a longer string");
    }
    if (!Json.isUnicode(text)) {
      return refused(member, "a string with half a surrogate pair");
    }
    return Decision.yes(new Key(text));
  }

  /// Reads a request's `member` from its JSON value; null is absent.
  static Decision<Targeting> read(String member, byte[] json, int from, int to) {
    try (JsonParser parser = Json.parser(json, from, to)) {
      return switch (parser.nextToken()) {
        case VALUE_NULL -> Decision.yes(new ByCall());
        case VALUE_STRING -> of(member, parser.getString());
        case null, default -> refused(member, Json.kind(parser.currentToken()));
      };
    } catch (JacksonException malformed) {
      return refused(member, "malformed JSON");
    }
  }

  private static Decision<Targeting> refused(String member, String found) {
    return Decision.no(
        new Refusal(
            Refusal.Code.INVALID_TARGETING_KEY,
            member + ": " + found + " (expected: a string of 1 to " + MOST_BYTES + " bytes)",
            member));
  }
}
