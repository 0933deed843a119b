package dev.headgate.provider;

import dev.headgate.base.Clock;
import dev.headgate.base.Printable;
import dev.headgate.provider.Opened.Unavailable;
import dev.headgate.route.Target;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says in the log what an operator can mend: at most once a minute for each provider and kind of
/// fault.
final class Warnings {
  private static final Logger LOG = LoggerFactory.getLogger(Warnings.class);
  private static final long PAUSE = 60_000_000_000L;

  private record Subject(String provider, Fault.Kind kind) {}

  private final Clock clock;
  private final Map<Subject, Long> quietUntil = new ConcurrentHashMap<>();

  Warnings(Clock clock) {
    this.clock = clock;
  }

  void about(Target target, Fault fault, Unavailable unavailable) {
    if (fault.kind().isForTheOperator()) {
      say(target, fault, unavailable.refusal().message());
    }
  }

  /// `reason` names hosts, and never what a URL holds besides.
  void unreachable(Target target, Fault fault, @Nullable String reason) {
    say(target, fault, target.provider() + " can not be reached: " + reason);
  }

  private void say(Target target, Fault fault, String message) {
    long now = clock.nanos();
    quietUntil.compute(
        new Subject(target.provider(), fault.kind()),
        (_, until) -> {
          if (until != null && now - until < 0) {
            return until;
          }
          LOG.warn("{}", Printable.of(message));
          return now + PAUSE;
        });
  }
}
