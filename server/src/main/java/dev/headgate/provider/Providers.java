package dev.headgate.provider;

import dev.headgate.base.Cause;
import dev.headgate.base.Clock;
import dev.headgate.base.Refusal;
import dev.headgate.base.Refusal.Code;
import dev.headgate.base.Stop;
import dev.headgate.http.Upstreams;
import dev.headgate.provider.Tried.Got;
import dev.headgate.provider.Tried.Missed;
import dev.headgate.provider.Tried.NotFunded;
import dev.headgate.route.Plan;
import dev.headgate.route.Target;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The one owner of retries. Before the first content of an answer is here everything may be tried
/// again, within the plan; after it nothing is.
public final class Providers {
  /// What the attempts of all calls share. `gate` is this process in the hop header.
  public record Means(Upstreams upstreams, Clock clock, RandomGenerator random, String gate) {
    /// The hop header of what was sent to us with `hops`, once it goes on.
    String hopsAfter(String hops) {
      return hops.isEmpty() ? gate : hops + "," + gate;
    }
  }

  private final Map<String, Endpoint> endpoints;
  private final Means means;
  private final Backoff backoff;
  private final ModelLists models;
  private final Warnings warnings;

  public Providers(Map<String, ProviderConfig> configs, Means means) {
    endpoints = ProviderConfig.endpoints(configs);
    this.means = means;
    backoff = new Backoff(means.random());
    models = new ModelLists(endpoints, means);
    warnings = new Warnings(means.clock());
  }

  /// Asks the plan's targets until one has content for us, or the whole of its answer. Throws
  /// `Trouble.Stopped` when the call as a whole is stopped.
  public Opened open(Order order) {
    Plan plan = order.plan();
    long deadline = means.clock().nanos() + plan.timeouts().total().toNanos();
    var attempts = new Attempts(endpoints, means, warnings, order);
    Opened last = nobody();
    boolean sent = false;
    for (Target target : plan.targets()) {
      int retry = 0;
      Fault fault;
      do {
        switch (attempts.ask(target)) {
          case Got(var answer) -> {
            return answer;
          }
          case NotFunded(var unavailable) -> {
            return unavailable;
          }
          case Missed(var why, var unavailable) -> {
            fault = why;
            last = sent && !why.wasSent() ? last : unavailable;
            sent |= why.wasSent();
          }
        }
      } while (retry < plan.retries() && waited(retry++, fault, deadline, order.stop()));
    }
    return last;
  }

  /// The providers' own models as `provider/model`, as far as they say so in time. `hops` are the
  /// gates that the question has passed.
  public List<String> models(String hops) {
    return models.all(hops);
  }

  /// Waits as long as the fault asks for; says no where another attempt is not worth it or would
  /// come too late.
  private boolean waited(int retry, Fault fault, long deadline, Stop stop) {
    if (!fault.isWorthAnotherTry()) {
      return false;
    }
    Optional<Duration> pause = backoff.before(retry, fault);
    if (pause.isEmpty() || means.clock().nanos() + pause.get().toNanos() >= deadline) {
      return false;
    }
    Wait.until(means.clock(), pause.get(), stop);
    return true;
  }

  private static Opened nobody() {
    return new Opened.Unavailable(
        new Refusal(Code.NO_TARGET, "No provider could be asked"), new Cause("no-target"), true);
  }
}
