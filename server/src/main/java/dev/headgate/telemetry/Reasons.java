package dev.headgate.telemetry;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.headgate.base.Refusal;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Causes as labels: a closed list, whatever statuses a provider invents.
final class Reasons {
  private static final Set<String> KNOWN =
      Stream.concat(
              Arrays.stream(Refusal.Code.values()).map(Refusal.Code::text),
              Stream.of(
                  "timeout.connect",
                  "timeout.first-token",
                  "timeout.idle",
                  "timeout.total",
                  "provider.400",
                  "provider.401",
                  "provider.402",
                  "provider.403",
                  "provider.404",
                  "provider.408",
                  "provider.413",
                  "provider.422",
                  "provider.429",
                  "provider.500",
                  "provider.502",
                  "provider.503",
                  "provider.504",
                  "provider.529",
                  "provider.broken",
                  "provider.empty",
                  "provider.error-event",
                  "provider.stale",
                  "provider.unreachable",
                  "client.gone",
                  "shutdown",
                  "crash",
                  "no-target",
                  "bug"))
          .collect(toUnmodifiableSet());

  private Reasons() {}

  /// The cause, its class where it is another status, else `other`; empty where there is none.
  static String of(@Nullable String cause) {
    if (cause == null) {
      return "";
    }
    if (KNOWN.contains(cause)) {
      return cause;
    }
    return cause.matches("provider\\.[345]\\d\\d") ? cause.substring(0, 10) + "xx" : Names.OTHER;
  }
}
