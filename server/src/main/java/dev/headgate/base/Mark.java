package dev.headgate.base;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Who, of the operators, did something, why, and when: `author` of at most 64 characters, `reason`
/// of 1 to 200, neither with any that controls a terminal.
public record Mark(String author, String reason, long epochMillis) {
  public static final int LONGEST_AUTHOR = 64;
  public static final int LONGEST_REASON = 200;

  public Mark {
    author = Printable.of(author.substring(0, Math.min(author.length(), LONGEST_AUTHOR)));
    reason = Printable.of(reason);
  }

  /// When, as `2026-11-25T08:00:00Z`.
  public String at() {
    return Instant.ofEpochMilli(epochMillis).toString();
  }

  /// `author`, `reason`, `at`.
  public Map<String, Object> json() {
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
