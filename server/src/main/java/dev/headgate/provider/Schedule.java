package dev.headgate.provider;

import dev.headgate.route.Leg;
import dev.headgate.route.Plan;
import java.time.Duration;
import java.util.Optional;

/// Shares a call's time out between the targets of its plan: no attempt may use up what each later
/// target needs. A stream needs its first-token time, at most an equal share of the rest; a whole
/// answer, of which nobody sees when its first token comes, an equal share. `deadline` is the
/// clock's.
record Schedule(Plan plan, boolean stream, long deadline) {
  /// How long leg `at` may take until content comes, of a whole answer its first byte; none where
  /// only the call as a whole has an end.
  Optional<Duration> patience(int at, long now) {
    Leg leg = plan.legs().get(at);
    boolean last = at == plan.legs().size() - 1;
    if (last) {
      return stream ? Optional.of(leg.timeouts().firstToken()) : Optional.empty();
    }
    Duration left = Duration.ofNanos(Math.max(1, deadline - now));
    Duration mine = left.minus(reserved(at, left));
    return Optional.of(stream ? shorter(leg.timeouts().firstToken(), mine) : mine);
  }

  /// Whether leg `at` may be asked again after a pause.
  boolean allows(int at, long now, Duration pause) {
    Duration left = Duration.ofNanos(deadline - now);
    return left.minus(pause).compareTo(reserved(at, left)) > 0;
  }

  /// What the legs behind `at` need.
  private Duration reserved(int at, Duration left) {
    int later = plan.legs().size() - 1 - at;
    Duration share = left.dividedBy(later + 1L);
    return plan.legs().stream()
        .skip(at + 1L)
        .map(leg -> stream ? shorter(leg.timeouts().firstToken(), share) : share)
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
