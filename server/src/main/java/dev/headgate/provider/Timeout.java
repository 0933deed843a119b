package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Refusal.Code;
import org.jspecify.annotations.Nullable;

/// The causes of passed deadlines, by the names that the configuration gives them.
public final class Timeout {
  public static final Cause CONNECT = new Cause("timeout.connect");
  public static final Cause FIRST_TOKEN = new Cause("timeout.first-token");
  public static final Cause IDLE = new Cause("timeout.idle");
  public static final Cause TOTAL = new Cause("timeout.total");

  private Timeout() {}

  /// The code that a client is told, if the cause is a deadline.
  public static @Nullable Code code(Cause cause) {
    return switch (cause.code()) {
      case "timeout.connect" -> Code.TIMEOUT_CONNECT;
      case "timeout.first-token" -> Code.TIMEOUT_FIRST_TOKEN;
      case "timeout.idle" -> Code.TIMEOUT_IDLE;
      case "timeout.total" -> Code.TIMEOUT_TOTAL;
      default -> null;
    };
  }
}
