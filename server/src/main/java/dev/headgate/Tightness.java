package dev.headgate;

import dev.headgate.provider.ProviderConfig;
import dev.headgate.route.Alias;
import dev.headgate.route.Timeouts;
import java.time.Duration;
import java.util.stream.Stream;

/// Finds aliases whose deadlines leave their targets less time than they say: where one is slow,
/// each of the others gets an equal share of the whole.
final class Tightness {
  private Tightness() {}

  /// A line for each.
  static Stream<String> of(HeadgateConfig config) {
    return config.aliases().values().stream()
        .filter(alias -> alias.targets().size() > 1)
        .flatMap(alias -> of(alias, config));
  }

  private static Stream<String> of(Alias alias, HeadgateConfig config) {
    Duration total = Duration.ZERO;
    Duration firstTokens = Duration.ZERO;
    for (String target : alias.targets()) {
      ProviderConfig provider = config.providers().get(target.split("/", 2)[0]);
      if (provider == null) {
        return Stream.empty(); // another alias, which is looked at itself
      }
      Timeouts timeouts = alias.timeouts().apply(provider.provider().timeouts());
      total = total.compareTo(timeouts.total()) > 0 ? total : timeouts.total();
      firstTokens = firstTokens.plus(timeouts.firstToken());
    }
    Duration share = total.dividedBy(alias.targets().size());
    return firstTokens.compareTo(total) > 0
        ? Stream.of(
            "models.%s: the first-token times of its %d targets are %d s, of a total of %d s; where one is silent each gets %d s"
                .formatted(
                    alias.name(),
                    alias.targets().size(),
                    firstTokens.toSeconds(),
                    total.toSeconds(),
                    share.toSeconds()))
        : Stream.empty();
  }
}
