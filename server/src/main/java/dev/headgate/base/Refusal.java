package dev.headgate.base;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Why a call is not answered, as its client is told. `param` names the member of the request at
/// fault; `retryAfter` is set for the few refusals that will soon fit.
public record Refusal(
    Code code, String message, @Nullable String param, @Nullable Duration retryAfter) {

  public Refusal(Code code, String message) {
    this(code, message, null, null);
  }

  public Refusal(Code code, String message, String param) {
    this(code, message, param, null);
  }

  /// The same, of another member of the request.
  public Refusal at(String member) {
    return new Refusal(code, message, member, retryAfter);
  }

  /// Every code a client can meet, with its HTTP status; each has a page in `docs/errors/`.
  public enum Code {
    INVALID_JSON(400),
    INVALID_REQUEST(400),
    DUPLICATE_MEMBER(400),
    INVALID_INPUTS(400),
    INVALID_TARGETING_KEY(400),
    INVALID_ENCODING(400),
    CONTEXT_TOO_LONG(400),
    FAMILY_MISMATCH(400),
    INVALID_KEY(401),
    ADMIN_KEY_REQUIRED(401),
    MODEL_NOT_ALLOWED(403),
    FEATURE_NOT_ALLOWED(403),
    FOREIGN_ORIGIN(403),
    FOREIGN_HOST(403),
    UNKNOWN_MODEL(404),
    UNKNOWN_FEATURE(404),
    UNKNOWN_CALL(404),
    UNKNOWN_PATH(404),
    METHOD_NOT_ALLOWED(405),
    REQUEST_TIMEOUT(408),
    BODY_TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    UNSUPPORTED_ENCODING(415),
    WEBSOCKET_UNSUPPORTED(426),
    LOOP_DETECTED(429),
    PROVIDER_RATE_LIMITED(429),
    HEADERS_TOO_LARGE(431),
    INTERNAL_ERROR(500),
    PROVIDER_FAILED(502),
    PROVIDER_REJECTED(502),
    PROVIDER_CREDENTIAL(502),
    PROVIDER_OUT_OF_CREDIT(503),
    NO_TARGET(503),
    PROVIDER_QUEUE_FULL(503),
    FEATURE_DISABLED(503),
    STORE_UNAVAILABLE(503),
    TOO_BUSY(503),
    SHUTTING_DOWN(503),
    TIMEOUT_CONNECT(504),
    TIMEOUT_FIRST_TOKEN(504),
    TIMEOUT_IDLE(504),
    TIMEOUT_TOTAL(504);

    private final int status;

    Code(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }

    /// As it stands in answers: `unknown_model`.
    public String text() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
