package dev.headgate.protocol;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;

/// A member of a JSON object that Headgate reads: its value's form and the bytes it stands in, from
/// its name's quote to its value's end.
final class Member {
  final String name;
  final int previousEnd; // where the member before it ends, -1 for the first
  final int start;
  int valueStart;
  int valueEnd;
  int nextStart = -1; // where the member behind it begins, -1 for the last
  JsonToken form = JsonToken.NOT_AVAILABLE;
  @Nullable String text; // of a string or a number
  @Nullable String unread; // the first of an object's members that we do not read
  final Map<String, Member> members = new LinkedHashMap<>(4); // those we read, of an object

  Member(String name, int previousEnd, int start) {
    this.name = name;
    this.previousEnd = previousEnd;
    this.start = start;
  }

  /// `null` says as much as no member at all.
  boolean isNull() {
    return form == JsonToken.VALUE_NULL;
  }

  boolean isTrue() {
    return form == JsonToken.VALUE_TRUE;
  }

  boolean isText() {
    return form == JsonToken.VALUE_STRING;
  }

  boolean isEmptyText() {
    return isText() && String.valueOf(text).isEmpty();
  }

  boolean isBoolean() {
    return form.isBoolean();
  }

  boolean isNumber() {
    return form.isNumeric();
  }

  boolean isObject() {
    return form == JsonToken.START_OBJECT;
  }

  boolean isArray() {
    return form == JsonToken.START_ARRAY;
  }

  @Nullable Member member(String name) {
    return members.get(name);
  }

  /// The value's form in a person's words, for an error.
  String found() {
    return switch (form) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case VALUE_NULL -> "null";
      default -> "nothing";
    };
  }
}
