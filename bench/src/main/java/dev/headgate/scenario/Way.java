package dev.headgate.scenario;

import java.util.List;
import java.util.stream.Stream;

/// How a call is made: on a surface, streamed or not.
record Way(Kind kind, boolean stream) {
  /// The surfaces that have a model's text.
  enum Kind {
    CHAT("/v1/chat/completions", "[DONE]"),
    RESPONSES("/v1/responses", "response.completed"),
    MESSAGES("/v1/messages", "message_stop"),
    FEATURE("/v1/features/reply/completions", "event: end");

    final String path;
    private final String end;

    Kind(String path, String end) {
      this.path = path;
      this.end = end;
    }

    private String request() {
      String said = "[{\"role\":\"user\",\"content\":\"Tell me of water.\"}]";
      return switch (this) {
        case CHAT -> "\"model\":\"both\",\"max_tokens\":60,\"messages\":" + said;
        case RESPONSES -> "\"model\":\"both\",\"max_output_tokens\":60,\"input\":" + said;
        case MESSAGES -> "\"model\":\"claude\",\"max_tokens\":60,\"messages\":" + said;
        case FEATURE -> "\"inputs\":{}";
      };
    }
  }

  static final List<Way> ALL =
      Stream.of(Kind.values())
          .flatMap(kind -> Stream.of(new Way(kind, false), new Way(kind, true)))
          .toList();

  String body() {
    return "{" + kind.request() + (stream ? ",\"stream\":true}" : "}");
  }

  /// Whether an answer ends as an undisturbed one does.
  boolean endsClean(String text) {
    return stream ? text.contains(kind.end) : text.strip().endsWith("}");
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(java.util.Locale.ROOT) + (stream ? " stream" : "");
  }
}
