package dev.headgate.simulate;

import dev.headgate.base.Field;
import dev.headgate.base.Head;
import dev.headgate.protocol.Family;
import java.util.ArrayList;
import java.util.List;

/// The header fields a vendor's answers carry.
final class Heads {
  private static final String RESET_AT = "2026-01-01T00:01:00Z";
  private static final List<Field> OPENAI =
      List.of(
          new Field("openai-organization", "org-simulated"),
          new Field("openai-version", "2020-10-01"),
          new Field("x-ratelimit-limit-requests", "10000"),
          new Field("x-ratelimit-limit-tokens", "2000000"),
          new Field("x-ratelimit-remaining-requests", "9999"),
          new Field("x-ratelimit-remaining-tokens", "1999000"),
          new Field("x-ratelimit-reset-requests", "6ms"),
          new Field("x-ratelimit-reset-tokens", "30ms"));
  private static final List<Field> ANTHROPIC =
      List.of(
          new Field("anthropic-organization-id", "org-simulated"),
          new Field("anthropic-ratelimit-requests-limit", "10000"),
          new Field("anthropic-ratelimit-requests-remaining", "9999"),
          new Field("anthropic-ratelimit-requests-reset", RESET_AT),
          new Field("anthropic-ratelimit-tokens-limit", "2000000"),
          new Field("anthropic-ratelimit-tokens-remaining", "1999000"),
          new Field("anthropic-ratelimit-tokens-reset", RESET_AT));

  static final String JSON = "application/json";
  static final String EVENTS = "text/event-stream; charset=utf-8";

  private Heads() {}

  static Head plain(int status) {
    return new Head(status, List.of(new Field("content-type", JSON)));
  }

  static Head of(Family family, int status, String type, String requestId, List<Field> more) {
    var fields = new ArrayList<Field>(more);
    fields.add(new Field("content-type", type));
    switch (family) {
      case OPENAI -> {
        fields.add(new Field("x-request-id", requestId));
        fields.add(new Field("openai-processing-ms", "1"));
        fields.addAll(OPENAI);
      }
      case ANTHROPIC -> {
        fields.add(new Field("request-id", requestId));
        fields.addAll(ANTHROPIC);
      }
    }
    return new Head(status, fields);
  }
}
