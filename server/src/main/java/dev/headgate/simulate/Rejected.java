package dev.headgate.simulate;

import dev.headgate.protocol.Family;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

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

  static Rejected outOfCredit(Family family, @Nullable String code) {
    if (code != null) {
      return new Rejected(code.startsWith("linked_") ? 402 : 429, code, null, CREDIT);
    }
    return switch (family) {
      case OPENAI -> new Rejected(429, "credit_balance_exhausted", null, CREDIT);
      case ANTHROPIC -> new Rejected(429, "enforced_spend_limit_reached", null, CREDIT);
    };
  }

  /// What a vendor says with a bare status.
  static Rejected status(int status) {
    String code =
        switch (status) {
          case 429 -> "rate_limit_exceeded";
          case 503 -> "server_is_overloaded";
          default -> null;
        };
    String message =
        switch (status) {
          case 404 -> "Not found";
          case 405 -> "Method not allowed";
          case 429 -> "Rate limit reached. Please try again later.";
          case 503, 529 -> "Overloaded";
          default -> status >= 500 ? "Internal server error" : "The request was refused.";
        };
    return new Rejected(status, code, null, message);
  }

  int status() {
    return status;
  }

  @Nullable String code() {
    return code;
  }

  @Nullable String param() {
    return param;
  }

  String text() {
    return String.valueOf(getMessage());
  }

  ObjectNode body(Family family, String requestId) {
    return switch (family) {
      case OPENAI ->
          Json.object(
              "error",
              Json.object("message", text(), "type", openAiType(), "param", param, "code", code));
      case ANTHROPIC -> {
        ObjectNode error = Json.object("type", anthropicType(), "message", text());
        if (isMoney()) {
          error.set("details", Json.object("error_code", code));
        }
        yield Json.object("type", "error", "error", error, "request_id", requestId);
      }
    };
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
