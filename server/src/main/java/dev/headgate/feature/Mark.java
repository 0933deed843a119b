package dev.headgate.feature;

import dev.headgate.base.Printable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who did something to a feature, why, and when: `author` of at most 64 characters, `reason` of 1
/// to 200, neither with any that controls a terminal.
public record Mark(String author, String reason, long epochMillis) {
  static final int LONGEST_AUTHOR = 64;
  static final int LONGEST_REASON = 200;

  public Mark {
    author = Printable.of(author.substring(0, Math.min(author.length(), LONGEST_AUTHOR)));
    reason = Printable.of(reason);
  }

  String at() {
    return Instant.ofEpochMilli(epochMillis).toString();
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("author", author);
    json.put("reason", reason);
    json.put("at", at());
    return json;
  }

  @Override
  public String toString() {
    return author + ", " + at() + ": " + reason;
  }
}
