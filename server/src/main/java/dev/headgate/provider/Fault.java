package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Head;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.protocol.VendorError;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Why an attempt brought no answer, and so what may be done next. `status` is the provider's, or
/// 0; `retryAfter` is how long it asked us to wait; `isFinal` if it said that no other attempt has
/// more luck.
record Fault(Kind kind, Cause cause, int status, @Nullable Duration retryAfter, boolean isFinal) {
  /// What a fault means for the call.
  enum Kind {
    /// May pass: tried again within the plan.
    PASSING,
    /// No connection came about, so nothing was sent.
    UNREACHABLE,
    RATE_LIMITED,
    /// No money left at the provider; asking again costs time and helps nobody.
    OUT_OF_CREDIT,
    /// The provider does not know our key.
    CREDENTIAL,
    /// The request itself is at fault.
    REQUEST,
    /// The request is too long for the model's context window; a wider one may hold it.
    CONTEXT,
    /// The provider judged the content; never routed around.
    CONTENT,
    /// The route does not exist there: a base URL is wrong.
    ROUTE,
    /// The call came back to a gate that it had passed.
    LOOP;

    /// Whether it lasts until somebody mends the configuration or pays.
    boolean isForTheOperator() {
      return this == OUT_OF_CREDIT || this == CREDENTIAL || this == ROUTE;
    }

    /// For people: `out of credit`.
    String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /// Whether another of our keys may have more luck.
    boolean isOfTheKey() {
      return this == RATE_LIMITED || this == OUT_OF_CREDIT || this == CREDENTIAL;
    }
  }

  private static final Set<String> MONEY =
      Set.of(
          "insufficient_quota",
          "credit_balance_exhausted",
          "organization_spend_limit_exceeded",
          "project_spend_limit_exceeded",
          "organization_usage_limit_exceeded",
          "billing_error",
          "billing_hard_limit_reached",
          "enforced_spend_limit_reached",
          "contract_spend_limit_reached",
          "linked_organization_spend_limit_reached");
  private static final Set<String> JUDGED =
      Set.of("content_filter", "content_policy_violation", "moderation_blocked");
  private static final Set<String> TOO_LONG =
      Set.of("context_length_exceeded", "context_window_exceeded");
  private static final Set<String> LOOP = Set.of(Code.LOOP_DETECTED.text());
  private static final Duration LONGEST_TOLD = Duration.ofSeconds(60);

  /// A reused connection had been closed unnoticed; nothing was read of the request.
  static final Fault STALE = passing("provider.stale");

  static final Fault UNREACHABLE =
      new Fault(Kind.UNREACHABLE, new Cause("provider.unreachable"), 0, null, false);

  /// The answer broke off, or was none.
  static final Fault BROKEN = passing("provider.broken");

  /// Reads an error status.
  static Fault of(Head head, Optional<VendorError> error, Instant now) {
    int status = head.status();
    return new Fault(
        kind(status, error),
        new Cause("provider." + status),
        status,
        RetryAfter.of(head, now).orElse(null),
        head.first("x-should-retry").filter("false"::equals).isPresent());
  }

  /// Reads an error that came in the place of an answer, inside a 200 or a stream: by its code if
  /// that is a status, else by its words.
  static Fault inside(VendorError error) {
    String code = error.code() == null ? "" : error.code();
    int status = code.matches("[45]\\d\\d") ? Integer.parseInt(code) : statusOf(error);
    return new Fault(
        kind(status, Optional.of(error)), new Cause("provider.error-event"), status, null, false);
  }

  private static int statusOf(VendorError error) {
    return switch (error.type() == null ? "" : error.type()) {
      case "rate_limit_error", "rate_limit_exceeded" -> 429;
      case "invalid_request_error" -> 400;
      case "authentication_error" -> 401;
      case "permission_error" -> 403;
      case "overloaded_error" -> 529;
      default -> 500;
    };
  }

  static Fault passing(String cause) {
    return passing(new Cause(cause));
  }

  static Fault passing(Cause cause) {
    return new Fault(Kind.PASSING, cause, 0, null, false);
  }

  boolean isWorthAnotherTry() {
    return !isFinal
        && (kind == Kind.PASSING || kind == Kind.UNREACHABLE || kind == Kind.RATE_LIMITED);
  }

  boolean wasSent() {
    return kind != Kind.UNREACHABLE;
  }

  boolean isOfTheRequest() {
    return kind == Kind.REQUEST || kind == Kind.CONTEXT || kind == Kind.CONTENT;
  }

  /// Whether it says that the target does badly: what concerns our account there is not that, nor
  /// is a connection that was closed while nobody used it.
  boolean isOfTheTarget() {
    return (kind == Kind.PASSING && !equals(STALE))
        || kind == Kind.UNREACHABLE
        || kind == Kind.ROUTE;
  }

  /// Whether no other target is asked either.
  boolean endsTheCall() {
    return kind == Kind.CONTENT || kind == Kind.LOOP;
  }

  private static Kind kind(int status, Optional<VendorError> error) {
    if (status == 402 || error.filter(each -> says(each, MONEY)).isPresent()) {
      return Kind.OUT_OF_CREDIT;
    }
    if (error.filter(each -> says(each, JUDGED)).isPresent()) {
      return Kind.CONTENT;
    }
    if (error.filter(Fault::isTooLong).isPresent()) {
      return Kind.CONTEXT;
    }
    if (error.filter(each -> says(each, LOOP)).isPresent()) {
      return Kind.LOOP;
    }
    return switch (status) {
      case 401, 403 -> Kind.CREDENTIAL;
      case 429 -> Kind.RATE_LIMITED;
      case 404, 405 -> error.isPresent() ? Kind.REQUEST : Kind.ROUTE;
      case 408, 409, 425 -> Kind.PASSING;
      default -> status >= 400 && status < 500 ? Kind.REQUEST : Kind.PASSING;
    };
  }

  /// Anthropic has no code for it, only words.
  private static boolean isTooLong(VendorError error) {
    String message = error.message() == null ? "" : error.message();
    return says(error, TOO_LONG)
        || message.startsWith("prompt is too long")
        || message.contains("maximum context length");
  }

  private static boolean says(VendorError error, Set<String> codes) {
    return (error.code() != null && codes.contains(error.code()))
        || (error.type() != null && codes.contains(error.type()));
  }

  /// What the client is told if nothing else helps.
  Opened.Unavailable unavailable(Attempt attempt, String path) {
    return new Opened.Unavailable(refusal(attempt, path), cause, kind != Kind.CONTENT);
  }

  private Refusal refusal(Attempt attempt, String path) {
    String provider = attempt.target().provider();
    String tried = " (attempts: " + attempt.number() + ")";
    return switch (kind) {
      case RATE_LIMITED ->
          new Refusal(
              Code.PROVIDER_RATE_LIMITED, provider + " limits our rate" + tried, null, told());
      case OUT_OF_CREDIT ->
          new Refusal(
              Code.PROVIDER_OUT_OF_CREDIT, "Our account at " + provider + " has no credit left");
      case CREDENTIAL ->
          new Refusal(
              Code.PROVIDER_CREDENTIAL,
              provider + " refused our credential (status " + status + "); check its api-key");
      case REQUEST, CONTENT ->
          new Refusal(
              Code.PROVIDER_REJECTED, provider + " rejected the request (status " + status + ")");
      case CONTEXT ->
          new Refusal(
              Code.CONTEXT_TOO_LONG,
              "The request is too long for every model it could be sent to" + tried);
      case ROUTE ->
          new Refusal(
              Code.PROVIDER_FAILED,
              provider + " knows no " + path + " (status " + status + "); check its base-url");
      case LOOP -> new Refusal(Code.LOOP_DETECTED, provider + " leads back here: a loop of gates");
      case UNREACHABLE -> new Refusal(Code.NO_TARGET, provider + " could not be reached" + tried);
      case PASSING -> passingRefusal(provider, tried);
    };
  }

  private Refusal passingRefusal(String provider, String tried) {
    Code timeout = timeout();
    return timeout == null
        ? new Refusal(Code.PROVIDER_FAILED, provider + " gave no answer: " + cause.code() + tried)
        : new Refusal(timeout, provider + " gave no answer in time: " + cause.code() + tried);
  }

  private @Nullable Code timeout() {
    return Timeout.code(cause);
  }

  private Duration told() {
    Duration asked = retryAfter == null ? Duration.ofSeconds(1) : retryAfter;
    return asked.compareTo(LONGEST_TOLD) > 0 ? LONGEST_TOLD : asked;
  }
}
