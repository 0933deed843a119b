package dev.headgate;

import dev.headgate.provider.ProviderConfig;
import dev.headgate.provider.Standings;
import dev.headgate.route.Target;
import dev.headgate.telemetry.Telemetry;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// Shows how the targets and providers that were ever configured do, each once.
final class TargetGauges {
  private static final int MOST = 2_000;

  private final Telemetry telemetry;
  private final Standings standings;
  private final Supplier<Map<String, ProviderConfig>> providers;
  private final Set<Object> shown = new HashSet<>();

  TargetGauges(
      Telemetry telemetry, Standings standings, Supplier<Map<String, ProviderConfig>> providers) {
    this.telemetry = telemetry;
    this.standings = standings;
    this.providers = providers;
  }

  /// Another configuration has taken over.
  synchronized void follow(HeadgateConfig config) {
    config.targets().forEach(this::show);
    config.providers().keySet().forEach(this::show);
  }

  private void show(Target target) {
    if (shown.size() < MOST && shown.add(target)) {
      telemetry.gauge(
          "headgate.circuit.state",
          "A target's circuit: 0 closed, 1 half-open, 2 open or taken out of service.",
          () -> of(target.provider(), config -> standings.circuit(target, config)),
          "provider",
          target.provider(),
          "model",
          target.model());
    }
  }

  private void show(String provider) {
    if (shown.size() < MOST && shown.add(provider)) {
      telemetry.gauge(
          "headgate.queue.depth",
          "Calls that wait for a provider.",
          () -> of(provider, config -> standings.queued(provider, config)),
          "provider",
          provider);
      telemetry.gauge(
          "headgate.provider.out.of.credit",
          "1 while none of our keys at a provider has credit, or is taken.",
          () -> of(provider, config -> standings.isOutOfCredit(provider, config) ? 1 : 0),
          "provider",
          provider);
    }
  }

  private double of(String provider, ToDoubleFunction<ProviderConfig> value) {
    ProviderConfig config = providers.get().get(provider);
    return config == null ? 0 : value.applyAsDouble(config);
  }
}
