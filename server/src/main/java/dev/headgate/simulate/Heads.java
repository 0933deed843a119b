package dev.headgate.simulate;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.protocol.Family;
import java.util.ArrayList;
import java.util.List;

/// The header fields a vendor's answers carry.
final class Heads {
  static final String JSON = "application/json";
  static final String EVENTS = "text/event-stream; charset=utf-8";

  private static final List<Field> OPENAI =
      fields(
          """
          openai-organization: org-simulated
          openai-processing-ms: 1
          openai-version: 2020-10-01
          x-ratelimit-limit-requests: 10000
          x-ratelimit-limit-tokens: 2000000
          x-ratelimit-remaining-requests: 9999
          x-ratelimit-remaining-tokens: 1999000
          x-ratelimit-reset-requests: 6ms
          x-ratelimit-reset-tokens: 30ms
          """);
  private static final List<Field> ANTHROPIC =
      fields(
          """
          anthropic-organization-id: org-simulated
          anthropic-ratelimit-requests-limit: 10000
          anthropic-ratelimit-requests-remaining: 9999
          anthropic-ratelimit-requests-reset: 2026-01-01T00:01:00Z
          anthropic-ratelimit-tokens-limit: 2000000
          anthropic-ratelimit-tokens-remaining: 1999000
          anthropic-ratelimit-tokens-reset: 2026-01-01T00:01:00Z
          """);

  private Heads() {}

  static Head of(Family family, int status, String type, String requestId, List<Field> more) {
    List<Field> fields = new ArrayList<>(more);
    fields.add(new Field("content-type", type));
    switch (family) {
      case OPENAI -> {
        fields.add(new Field("x-request-id", requestId));
        fields.addAll(OPENAI);
      }
      case ANTHROPIC -> {
        fields.add(new Field("request-id", requestId));
        fields.addAll(ANTHROPIC);
      }
    }
    return new Head(status, fields);
  }

  private static List<Field> fields(String lines) {
    return lines
        .lines()
        .map(line ->
            new Field(line.substring(0, line.indexOf(':')), line.substring(line.indexOf(' ') + 1)))
        .toList();
  }
}
