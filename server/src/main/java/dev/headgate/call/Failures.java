package dev.headgate.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.base.Clock;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Request;
import dev.headgate.provider.Opened.Unavailable;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What failed for good moments ago. A client that sends the identical request again is told so at
/// once: some tools make thirty requests of one failure, and each would be sent and billed anew. A
/// thousand at most are remembered, for a few seconds each, and none beyond the configuration under
/// which they failed.
final class Failures {
  private static final int MOST = 1_000;

  private record Failed(Unavailable how, long at) {}

  private final Clock clock;
  private final long kept; // nanoseconds
  private final Map<String, Failed> failed = new LinkedHashMap<>();

  Failures(Clock clock, Duration kept) {
    this.clock = clock;
    this.kept = kept.toNanos();
  }

  /// What the identical request met, if it failed just now.
  Optional<Unavailable> of(Call call) {
    synchronized (failed) {
      if (failed.isEmpty()) {
        return Optional.empty();
      }
    }
    String same = identity(call);
    long now = clock.nanos();
    synchronized (failed) {
      return Optional.ofNullable(failed.get(same))
          .filter(each -> now - each.at < kept)
          .map(each -> again(each.how, (now - each.at) / 1_000_000));
    }
  }

  private static Unavailable again(Unavailable how, long millis) {
    Refusal before = how.refusal();
    String message =
        before.message()
            + "; the same request failed "
            + millis
            + " ms ago, and was not sent again";
    return new Unavailable(
        new Refusal(before.code(), message, before.param(), null), how.cause(), how.mayFallBack());
  }

  void note(Call call, Unavailable how) {
    if (!isWorthNoting(how.refusal().code()) || call.attempt == null) {
      return;
    }
    String same = identity(call);
    long now = clock.nanos();
    synchronized (failed) {
      failed.remove(same);
      failed.put(same, new Failed(how, now));
      var eldest = failed.entrySet().iterator();
      while (eldest.hasNext()) {
        boolean old = now - eldest.next().getValue().at >= kept || failed.size() > MOST;
        if (!old) {
          break;
        }
        eldest.remove();
      }
    }
  }

  /// What the caller should repeat later, or what was not the upstreams' failure, is not.
  private static boolean isWorthNoting(Code code) {
    return switch (code) {
      case PROVIDER_FAILED, TIMEOUT_CONNECT, TIMEOUT_FIRST_TOKEN, TIMEOUT_IDLE -> true;
      default -> false;
    };
  }

  /// Who asks whom for what, in a digest.
  private static String identity(Call call) {
    Request request = call.request();
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      String who = call.principal == null ? "" : call.principal.name();
      for (String part : new String[] {call.config, String.valueOf(who), request.path()}) {
        digest.update(part.getBytes(UTF_8));
        digest.update((byte) 0);
      }
      return HexFormat.of().formatHex(digest.digest(request.body()));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
