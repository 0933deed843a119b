package dev.headgate.simulate;

import dev.headgate.protocol.Family;
import org.jspecify.annotations.Nullable;

/// A call refused or failed, as each vendor words it.
final class Rejected extends RuntimeException {
  private static final String CREDIT = "You have no credit left. Check your plan and billing.";

  private final int status;
  private final @Nullable String code;
  private final @Nullable String param;

  private Rejected(int status, @Nullable String code, @Nullable String param, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.param = param;
  }

  static Rejected invalid(String message, @Nullable String param) {
    return new Rejected(400, null, param, message);
  }

  static Rejected missing(String param) {
    String message = "Missing required parameter: '" + param + "'.";
    return new Rejected(400, "missing_required_parameter", param, message);
  }

  static Rejected key() {
    return new Rejected(401, "invalid_api_key", null, "Incorrect API key provided.");
  }

  static Rejected model(String id) {
    String message = "The model `" + id + "` does not exist or you do not have access to it.";
    return new Rejected(404, "model_not_found", "model", message);
  }

  static Rejected contextTooLong(long tokens) {
    String message = "prompt is too long: " + (200_000 + tokens) + " tokens > 200000 maximum";
    return new Rejected(400, "context_length_exceeded", "messages", message);
  }

  /// With this money code, or the vendor's usual one.
  static Rejected outOfCredit(Family family, @Nullable String code) {
    String usual =
        switch (family) {
          case OPENAI -> "credit_balance_exhausted";
          case ANTHROPIC -> "enforced_spend_limit_reached";
        };
    String said = code == null ? usual : code;
    return new Rejected(said.startsWith("linked_") ? 402 : 429, said, null, CREDIT);
  }

  /// What a vendor says with a bare status.
  static Rejected status(int status) {
    return switch (status) {
      case 404 -> new Rejected(404, null, null, "Not found");
      case 405 -> new Rejected(405, null, null, "Method not allowed");
      case 429 -> new Rejected(429, "rate_limit_exceeded", null, "Rate limit reached");
      case 503, 529 -> new Rejected(status, "server_is_overloaded", null, "Overloaded");
      default -> new Rejected(status, null, null, status < 500 ? "Refused" : "Internal error");
    };
  }

  int status() {
    return status;
  }

  /// The body of an answer, or the data of an event.
  String body(Family family, String requestId) {
    String message = Json.text(getMessage());
    return switch (family) {
      case OPENAI -> "{\"error\":{\"type\":\"%s\",%s}}".formatted(openAiType(), members());
      case ANTHROPIC ->
          "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":%s%s},\"request_id\":\"%s\"}"
              .formatted(
                  anthropicType(),
                  message,
                  isMoney() ? ",\"details\":{\"error_code\":" + Json.text(code) + "}" : "",
                  requestId);
    };
  }

  /// The members that OpenAI's errors have in a body and in an event.
  String members() {
    return "\"message\":%s,\"param\":%s,\"code\":%s"
        .formatted(Json.text(getMessage()), Json.text(param), Json.text(code));
  }

  private boolean isMoney() {
    return CREDIT.equals(getMessage());
  }

  private String openAiType() {
    if (isMoney()) {
      return "insufficient_quota";
    }
    return status == 429 ? "requests" : status >= 500 ? "server_error" : "invalid_request_error";
  }

  private String anthropicType() {
    return switch (status) {
      case 401 -> "authentication_error";
      case 402 -> "billing_error";
      case 403 -> "permission_error";
      case 404 -> "not_found_error";
      case 413 -> "request_too_large";
      case 429 -> "rate_limit_error";
      case 504 -> "timeout_error";
      case 503, 529 -> "overloaded_error";
      default -> status >= 500 ? "api_error" : "invalid_request_error";
    };
  }
}
