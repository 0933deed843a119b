package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.provider.Fault.Kind;
import dev.headgate.provider.Opened.Unavailable;
import dev.headgate.provider.Providers.Means;
import dev.headgate.provider.Tried.Denied;
import dev.headgate.provider.Tried.Got;
import dev.headgate.provider.Tried.Missed;
import dev.headgate.provider.Tried.NotFunded;
import dev.headgate.route.Leg;
import dev.headgate.route.Plan;
import dev.headgate.route.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One call's way through its plan: each target in turn, again where that may help and time and the
/// target's retry budget allow, until one has content for us or none is left.
final class Asking {
  private final Means means;
  private final Backoff backoff;
  private final Order order;
  private final Plan plan;
  private final Schedule schedule;
  private final Attempts attempts;
  private final List<ProviderConfig> configs; // by leg
  private final List<Standing> standings;
  private @Nullable Unavailable worst; // what the client is told if nobody has more luck
  private boolean sent;
  private @Nullable Leg tooNarrow; // whose context window the request does not fit in

  Asking(
      Map<String, ProviderConfig> configs,
      Means means,
      Backoff backoff,
      Warnings warnings,
      Order order) {
    this.means = means;
    this.backoff = backoff;
    this.order = order;
    plan = order.plan();
    boolean stream = order.body().ask().stream();
    schedule = new Schedule(plan, stream, now() + plan.total().toNanos());
    attempts = new Attempts(means, warnings, order);
    var targets = plan.targets();
    this.configs = targets.stream().map(each -> ProviderConfig.of(each, configs)).toList();
    standings = targets.stream().map(each -> standing(each, configs)).toList();
  }

  private long now() {
    return means.clock().nanos();
  }

  Opened run() {
    for (int at = 0; at < plan.legs().size(); at++) {
      Leg leg = plan.legs().get(at);
      Optional<String> reason = reasonAgainst(at, leg);
      if (reason.isPresent()) {
        order.passedOver(leg.target(), reason.get());
        continue;
      }
      Opened opened = ask(at, leg);
      if (opened != null) {
        return opened;
      }
    }
    return worst == null ? nobody() : worst;
  }

  /// Why a target is passed over without a try. One that has no credit for us is asked all the same
  /// where all others have none either: it may have by now, and says so quickly.
  private Optional<String> reasonAgainst(int at, Leg leg) {
    if (tooNarrow != null && isNoWider(leg, tooNarrow)) {
      return Optional.of("its context window is no larger");
    }
    Optional<String> trouble = trouble(standings.get(at));
    boolean better = standings.stream().anyMatch(each -> trouble(each).isEmpty());
    return better ? trouble : Optional.empty();
  }

  private Optional<String> trouble(Standing standing) {
    return standing.account().trouble(now()).map(kind -> kind.text() + " of late");
  }

  private Standing standing(Target target, Map<String, ProviderConfig> all) {
    return means.standings().of(target, ProviderConfig.of(target, all));
  }

  /// What came of a target; nothing where the next one is to be asked.
  private @Nullable Opened ask(int at, Leg leg) {
    Standing standing = standings.get(at);
    standing.retries().earn();
    for (int retry = 0; ; retry++) {
      var patience = schedule.patience(at, now());
      var aim =
          new Aim(
              leg, configs.get(at).endpoint(), standing, patience, fault -> passesOn(at, fault));
      switch (attempts.ask(aim)) {
        case Got(var answer) -> {
          return answer;
        }
        case NotFunded(var unavailable) -> {
          return unavailable;
        }
        case Denied(String why) -> {
          denied(leg, why);
          return null;
        }
        case Missed missed -> {
          note(leg, missed);
          if (missed.fault().endsTheCall()) {
            return missed.unavailable();
          }
          if (!again(at, leg, standing, missed, retry)) {
            return null;
          }
        }
      }
    }
  }

  /// Whether a provider's word that the request is at fault goes to the caller who wrote it: not
  /// after others failed for other reasons, nor where a wider window may still hold it.
  private boolean passesOn(int at, Fault fault) {
    Leg leg = plan.legs().get(at);
    return !sent
        && (fault.kind() != Kind.CONTEXT
            || plan.legs().stream().skip(at + 1L).allMatch(each -> isNoWider(each, leg)));
  }

  private void note(Leg leg, Missed missed) {
    Fault fault = missed.fault();
    if (fault.kind() == Kind.CONTEXT) {
      tooNarrow = leg;
    }
    boolean second = worst != null && (fault.isOfTheRequest() || (sent && !fault.wasSent()));
    worst = second ? worst : missed.unavailable();
    sent |= fault.wasSent();
  }

  private void denied(Leg leg, String why) {
    order.passedOver(leg.target(), why);
    if (worst == null) {
      Code code = why.startsWith("queue") ? Code.PROVIDER_QUEUE_FULL : Code.NO_TARGET;
      worst =
          new Unavailable(
              new Refusal(code, leg.target().provider() + " is not asked: " + why),
              new Cause(code == Code.NO_TARGET ? "circuit-open" : why),
              true);
    }
  }

  private static boolean isNoWider(Leg leg, Leg than) {
    return leg.window().isPresent()
        && than.window().isPresent()
        && leg.window().getAsInt() <= than.window().getAsInt();
  }

  /// Waits as long as the fault asks for; says no where another attempt at the target is not worth
  /// it, would come too late, or is beyond the target's retry budget.
  private boolean again(int at, Leg leg, Standing standing, Missed missed, int retry) {
    Fault fault = missed.fault();
    boolean last = at == plan.legs().size() - 1;
    boolean late = fault.cause().equals(Timeout.FIRST_TOKEN) && !last;
    boolean worthIt = fault.isWorthAnotherTry() || missed.otherKey();
    if (retry >= leg.retries() || late || !worthIt) {
      return false;
    }
    Optional<Duration> pause =
        missed.otherKey() ? Optional.of(Duration.ZERO) : backoff.before(retry, fault);
    if (pause.isEmpty() || !schedule.allows(at, now(), pause.get()) || !standing.retries().take()) {
      return false;
    }
    if (pause.get().isPositive()) {
      Wait.until(means.clock(), pause.get(), order.stop());
    }
    return true;
  }

  private static Opened nobody() {
    return new Unavailable(
        new Refusal(Code.NO_TARGET, "No provider could be asked"), new Cause("no-target"), true);
  }
}
