package dev.headgate.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.base.Out;
import dev.headgate.base.Refusal;

/// How a refusal reads on each surface, as the body of an error or within a stream that has begun.
public final class Wording {
  private Wording() {}

  /// A server-sent comment for a client that waits; no reader takes it for an event.
  public static byte[] keepAlive() {
    return ": keep-alive\n\n".getBytes(US_ASCII);
  }

  /// The body of an error answer.
  public static byte[] error(Surface surface, Refusal refusal, String callId) {
    return body(surface, refusal, callId).bytes();
  }

  /// The last event of a stream that breaks off; what marks a proper end never follows. `sequence`
  /// is the number it bears where events are numbered.
  public static byte[] errorEvent(Surface surface, Refusal refusal, String callId, long sequence) {
    var out = new Out();
    switch (surface) {
      case CHAT, EMBEDDINGS -> body(surface, refusal, callId).event(out);
      case RESPONSES -> numbered(refusal, sequence).event("error", out);
      case MESSAGES, COUNT_TOKENS, FEATURES -> body(surface, refusal, callId).event("error", out);
    }
    return out.takeAllBut(0);
  }

  private static Members body(Surface surface, Refusal refusal, String callId) {
    return switch (surface) {
      case CHAT, RESPONSES, EMBEDDINGS -> Members.of("error", openAi(refusal));
      case MESSAGES, COUNT_TOKENS ->
          Members.of("type", "error", "error", anthropic(refusal), "request_id", callId);
      case FEATURES -> Members.of("error", own(refusal, callId));
    };
  }

  private static Members openAi(Refusal refusal) {
    return Members.of("message", refusal.message())
        .with("type", openAiType(refusal.code().status()))
        .with("param", refusal.param())
        .with("code", refusal.code().text());
  }

  private static Members anthropic(Refusal refusal) {
    return Members.of("type", anthropicType(refusal.code().status()))
        .with("message", refusal.message())
        .with("details", Members.of("error_code", refusal.code().text()));
  }

  private static Members own(Refusal refusal, String callId) {
    return Members.of(
        "code", refusal.code().text(), "message", refusal.message(), "call_id", callId);
  }

  /// Flat as OpenAI documents it, and nested as it sends it: its SDKs raise an error only at the
  /// latter, and take the former for one more event.
  private static Members numbered(Refusal refusal, long sequence) {
    return Members.of("type", "error")
        .with("code", refusal.code().text())
        .with("message", refusal.message())
        .with("param", refusal.param())
        .with("sequence_number", sequence)
        .with("error", openAi(refusal));
  }

  private static String openAiType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 429 -> "rate_limit_error";
      default -> status < 500 ? "invalid_request_error" : "server_error";
    };
  }

  private static String anthropicType(int status) {
    return switch (status) {
      case 401 -> "authentication_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 503 -> "overloaded_error";
      case 504 -> "timeout_error";
      default -> status < 500 ? "invalid_request_error" : "api_error";
    };
  }
}
