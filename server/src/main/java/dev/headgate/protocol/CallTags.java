package dev.headgate.protocol;

import dev.headgate.base.Decision;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// Reads what a caller wants its call to be found by: strings by name.
final class CallTags {
  private static final int MOST = 16;
  private static final int LONGEST = 512; // bytes of JSON, all together
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final String MEMBER = "headgate.tags";
  private static final String EXPECTED =
      "an object of at most %d strings, in %d bytes of JSON".formatted(MOST, LONGEST);

  private CallTags() {}

  /// The tags at this path of a request; none if it isn't there.
  static Decision<Map<String, String>> of(Document document, String path) {
    return document
        .member(path)
        .map(member -> read(document, member))
        .orElse(Decision.yes(Map.of()));
  }

  private static Decision<Map<String, String>> read(Document document, Member member) {
    if (!member.isObject()) {
      return wrong(member.found());
    }
    int size = member.valueEnd - member.valueStart;
    return size > LONGEST ? wrong(size + " bytes") : read(document.value(member));
  }

  /// The document is known to be sound JSON.
  private static Decision<Map<String, String>> read(byte[] object) {
    var tags = new LinkedHashMap<String, String>();
    try (JsonParser json = Walk.JSON.createParser(ObjectReadContext.empty(), object)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = json.currentName();
        if (!NAME.matcher(name).matches()) {
          return RequestRules.wrong(MEMBER, "an unfit name", "names such as " + NAME);
        }
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          return RequestRules.wrong(MEMBER + "." + name, "no string", "a string");
        }
        if (tags.put(name, json.getString()) != null) {
          return RequestRules.wrong(MEMBER + "." + name, "two values", "one");
        }
      }
    }
    return tags.size() > MOST ? wrong(tags.size() + " members") : Decision.yes(Map.copyOf(tags));
  }

  private static Decision<Map<String, String>> wrong(String found) {
    return RequestRules.wrong(MEMBER, found, EXPECTED);
  }
}
