package dev.headgate.provider;

import dev.headgate.base.Clock;
import dev.headgate.http.Upstreams;
import dev.headgate.route.Conversations;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/// The one owner of retries. Before the first content of an answer is here everything may be tried
/// again, within the plan; after it nothing is.
public final class Providers {
  /// What the attempts of all calls share. `gate` is this process in the hop header.
  public record Means(
      Upstreams upstreams,
      Clock clock,
      RandomGenerator random,
      Standings standings,
      Conversations conversations,
      String gate) {
    /// The hop header of what was sent to us with `hops`, once it goes on.
    String hopsAfter(String hops) {
      return hops.isEmpty() ? gate : hops + "," + gate;
    }
  }

  private final Map<String, ProviderConfig> configs;
  private final Means means;
  private final Backoff backoff;
  private final ModelLists models;
  private final Warnings warnings;

  public Providers(Map<String, ProviderConfig> configs, Means means) {
    this.configs = Map.copyOf(configs);
    this.means = means;
    backoff = new Backoff(means.random());
    models = new ModelLists(ProviderConfig.endpoints(configs), means);
    warnings = new Warnings(means.clock());
  }

  /// Asks the plan's targets until one has content for us, or the whole of its answer. Throws
  /// `Trouble.Stopped` when the call as a whole is stopped.
  public Opened open(Order order) {
    return new Asking(configs, means, backoff, warnings, order).run();
  }

  /// The providers' own models as `provider/model`, as far as they say so in time. `hops` are the
  /// gates that the question has passed.
  public List<String> models(String hops) {
    return models.all(hops);
  }
}
