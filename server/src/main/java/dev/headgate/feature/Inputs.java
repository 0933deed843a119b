package dev.headgate.feature;

import dev.headgate.base.Decision;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// What a request fills a prompt with: at most 64 values by name, a list with at most 1,000 items.
/// Nothing here prints a value.
public final class Inputs {
  public static final Inputs NONE = new Inputs(Map.of());

  static final int MOST = 64;
  static final int MOST_ITEMS = 1_000;
  static final Pattern NAME = Pattern.compile("(?!this$)[A-Za-z][A-Za-z0-9_-]{0,62}");

  private final Map<String, Input> values;

  private Inputs(Map<String, Input> values) {
    this.values = values;
  }

  /// Reads the JSON object that stands from `from` up to, not including, `to`.
  public static Decision<Inputs> read(byte[] json, int from, int to) {
    try (JsonParser parser = Json.parser(json, from, to)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        String found = Json.kind(parser.currentToken());
        return refused(Code.INVALID_INPUTS, "inputs", found + " (expected: an object)");
      }
      return members(parser);
    } catch (JacksonException malformed) {
      return refused(Code.INVALID_JSON, "inputs", "malformed JSON");
    }
  }

  private static Decision<Inputs> members(JsonParser parser) {
    var values = new LinkedHashMap<String, Input>();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      Input value = value(parser);
      if (value instanceof Input.Items(var items) && items.size() > MOST_ITEMS) {
        return refused(Code.INVALID_INPUTS, path(name), "more than " + MOST_ITEMS + " items");
      }
      if (values.put(name, value) != null) {
        return refused(Code.DUPLICATE_MEMBER, path(name), "given twice");
      }
      if (values.size() > MOST) {
        return refused(Code.INVALID_INPUTS, "inputs", "more than " + MOST + " members");
      }
    }
    return parser.nextToken() == null
        ? Decision.yes(new Inputs(values))
        : refused(Code.INVALID_JSON, "inputs", "malformed JSON");
  }

  /// Reads one value; of a list that is too long, no more than shows that.
  private static Input value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_ARRAY -> items(parser);
      case VALUE_STRING -> text(parser.getString());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Input.Numeral(parser.getString());
      case VALUE_TRUE -> new Input.Flag(true);
      case VALUE_FALSE -> new Input.Flag(false);
      case START_OBJECT, VALUE_NULL -> skipped(parser);
      default -> throw new IllegalStateException("no value begins with " + parser.currentToken());
    };
  }

  private static Input text(String text) {
    return Json.isUnicode(text)
        ? new Input.Text(text)
        : new Input.Other("string with half a surrogate pair");
  }

  private static Input items(JsonParser parser) {
    var items = new ArrayList<Input>();
    while (parser.nextToken() != JsonToken.END_ARRAY && items.size() <= MOST_ITEMS) {
      items.add(parser.currentToken() == JsonToken.START_ARRAY ? skipped(parser) : value(parser));
    }
    return new Input.Items(items);
  }

  private static Input skipped(JsonParser parser) {
    String kind = Json.kind(parser.currentToken());
    parser.skipChildren();
    return new Input.Other(kind);
  }

  Set<String> names() {
    return values.keySet();
  }

  /// The value of an input, unless it is absent; null is absent.
  Optional<Input> find(String name) {
    return Optional.ofNullable(values.get(name)).filter(value -> !value.kind().equals("null"));
  }

  /// Where a refusal says the fault is. A name that is no name is not repeated: it is text that
  /// anyone may have written.
  static String path(String name) {
    return NAME.matcher(name).matches() ? "inputs." + name : "inputs";
  }

  static <T> Decision<T> refused(Code code, String path, String what) {
    return Decision.no(new Refusal(code, path + ": " + what, path));
  }

  @Override
  public String toString() {
    return values.size() + " inputs";
  }
}
