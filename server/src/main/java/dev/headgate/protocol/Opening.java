package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// How a conversation begins: all that stands before the model's first turn, which is the same in
/// each of its requests; and whether the request holds reasoning that was signed or encrypted by
/// whoever served it before.
final class Opening {
  private static final byte[][] SIGNED = {
    "\"signature\"".getBytes(US_ASCII),
    "\"encrypted_content\"".getBytes(US_ASCII),
    "\"thought_signature\"".getBytes(US_ASCII),
    "\"reasoning_details\"".getBytes(US_ASCII)
  };

  private final Document document;
  private final Optional<Member> turns;

  Opening(Document document) {
    this.document = document;
    turns = document.member("messages").or(() -> document.member("input")).filter(Member::isArray);
  }

  boolean isSigned() {
    return turns.isPresent() && isSigned(turns.get().valueStart, turns.get().valueEnd);
  }

  private boolean isSigned(int from, int to) {
    byte[] bytes = document.bytes;
    for (int at = from; at < to; at++) {
      if (bytes[at] == '"') {
        for (byte[] word : SIGNED) {
          if (startsWith(bytes, at, to, word)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static boolean startsWith(byte[] bytes, int at, int to, byte[] word) {
    if (to - at < word.length || bytes[at + 1] != word[1]) {
      return false;
    }
    return Arrays.equals(bytes, at, at + word.length, word, 0, word.length);
  }

  /// A hash of it; 0 where there is no conversation.
  long hash() {
    return turns.map(this::hash).orElse(0L);
  }

  private long hash(Member list) {
    int end = list.valueStart + 1;
    byte[] turns = document.value(list);
    try (JsonParser json = Walk.JSON.createParser(ObjectReadContext.empty(), turns)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.START_OBJECT && !isTheModels(json)) {
        end = list.valueStart + (int) json.currentLocation().getByteOffset();
      }
    }
    var crc = new CRC32C();
    for (String name : new String[] {"system", "instructions"}) {
      document.member(name).ifPresent(each -> crc.update(document.value(each)));
    }
    crc.update(document.bytes, list.valueStart, end - list.valueStart);
    return 1L << 32 | crc.getValue();
  }

  /// Reads a turn to its end.
  private static boolean isTheModels(JsonParser json) {
    boolean models = false;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      json.nextToken();
      if (name.equals("role") || name.equals("type")) {
        String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
        models |= text.equals("assistant") || text.equals("reasoning");
      }
      json.skipChildren();
    }
    return models;
  }
}
