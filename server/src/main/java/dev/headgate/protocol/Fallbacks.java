package dev.headgate.protocol;

import dev.headgate.base.Decision;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Reads which models a caller wants asked where the one it names has no answer.
final class Fallbacks {
  private static final int MOST = 8;
  private static final int LONGEST = 512;
  private static final String MEMBER = "headgate.fallbacks";
  private static final String EXPECTED = "a list of at most " + MOST + " models' names";

  private Fallbacks() {}

  /// None if they are not there.
  static Decision<List<String>> of(Document document) {
    return document
        .member(MEMBER)
        .map(member ->
            member.isArray()
                ? read(document.value(member))
                : RequestRules.<List<String>>wrong(MEMBER, member.found(), EXPECTED))
        .orElse(Decision.yes(List.of()));
  }

  /// The document is known to be sound JSON.
  private static Decision<List<String>> read(byte[] list) {
    var models = new ArrayList<String>();
    try (JsonParser json = Walk.JSON.createParser(ObjectReadContext.empty(), list)) {
      json.nextToken();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        String model = json.currentToken() == JsonToken.VALUE_STRING ? json.getString() : "";
        if (model.isBlank() || model.length() > LONGEST) {
          return RequestRules.wrong(MEMBER, "something else than a name", EXPECTED);
        }
        models.add(model);
      }
    }
    return models.size() > MOST
        ? RequestRules.wrong(MEMBER, models.size() + " models", EXPECTED)
        : Decision.yes(List.copyOf(models));
  }
}
