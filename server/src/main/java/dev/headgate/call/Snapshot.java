package dev.headgate.call;

import dev.headgate.access.Access;
import dev.headgate.feature.Features;
import dev.headgate.price.Prices;
import dev.headgate.provider.Providers;
import dev.headgate.route.Ranking;
import dev.headgate.route.Routes;
import java.util.Map;
import java.util.Objects;

/// All that one version of the configuration says about calls. A call keeps the one it began with.
public record Snapshot(
    String version,
    Access access,
    Features features,
    Map<String, Limits> limits,
    Routes routes,
    Ranking ranking,
    Providers providers,
    Prices prices) {
  /// The same with these features in place of its own.
  public Snapshot with(Features others) {
    return new Snapshot(version, access, others, limits, routes, ranking, providers, prices);
  }

  Limits limits(String feature) {
    return Objects.requireNonNull(limits.get(feature), feature);
  }
}
