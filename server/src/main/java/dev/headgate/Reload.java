package dev.headgate;

import dev.headgate.call.Snapshot;
import dev.headgate.config.Watch;
import dev.headgate.feature.Features;
import dev.headgate.feature.Switch;
import dev.headgate.feature.Switches;
import dev.headgate.provider.Providers.Means;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The configuration in force. A change of its files, or of a prompt's, takes over whole or not at
/// all; calls under way keep what they began with.
final class Reload implements Supplier<Snapshot>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

  /// What is said and what is done change in one step.
  private record InForce(HeadgateConfig config, Snapshot snapshot) {
    InForce under(Map<String, Switch> switches) {
      return new InForce(config, snapshot.with(config.features().under(switches)));
    }
  }

  private final Configuration source;
  private final Means means;
  private final Switches switches;
  private final ServerConfig started;
  private final Watch watch;
  private final List<Consumer<HeadgateConfig>> followers = new CopyOnWriteArrayList<>();
  private volatile InForce inForce;
  private volatile Set<Path> files;

  Reload(Configuration source, Configuration.Read first, Means means, Switches switches) {
    this.source = source;
    this.means = means;
    this.switches = switches;
    started = first.config().server();
    inForce = new InForce(first.config(), first.config().snapshot(means)).under(switches.inForce());
    switches.onChange(this::switched);
    files = first.files();
    warn(first.config());
    watch = new Watch(() -> files, this::read);
    watch.now(); // what changed since the first reading would go unnoticed
  }

  @Override
  public Snapshot get() {
    return inForce.snapshot;
  }

  HeadgateConfig config() {
    return inForce.config;
  }

  /// `follower` is told of the configuration in force, now and when another takes over.
  synchronized void follow(Consumer<HeadgateConfig> follower) {
    followers.add(follower);
    follower.accept(config());
  }

  /// Reads anew at once, as on `SIGHUP`.
  void now() {
    watch.now();
  }

  private void read() {
    Configuration.Read next = source.read();
    files = next.files();
    if (!next.isSound()) {
      refuse(next.problems().toString());
    } else if (!started.isLocal() && next.config().keys().isEmpty()) {
      refuse("It has no application keys, and this server is reachable from other machines");
    } else if (!next.config().version().equals(config().version())) {
      takeOver(next.config());
    }
  }

  private void refuse(String why) {
    LOG.error(
        "The changed configuration is refused, {} stays in force:\n{}", config().version(), why);
  }

  private synchronized void takeOver(HeadgateConfig next) {
    HeadgateConfig before = config();
    Features served = get().features();
    ServerConfig serving = started.renewed(next.server());
    inForce = new InForce(next.in(serving), next.snapshot(means)).under(switches.inForce());
    followers.forEach(each -> each.accept(config()));
    LOG.info("Configuration {} took over from {}", next.version(), before.version());
    warn(next);
    served.movedBy(get().features()).forEach(move -> LOG.info("Moved: {}", move));
    switches.overriding(before.features(), next.features()).forEach(LOG::warn);
    if (!next.server().equals(serving)) {
      LOG.warn("What changed under server: takes effect after a restart");
    }
    if (!next.otel().equals(before.otel())) {
      LOG.warn("What changed under otel: takes effect after a restart");
    }
  }

  /// An operator has switched a feature: the next call sees it.
  private synchronized void switched() {
    inForce = inForce.under(switches.inForce());
  }

  private void warn(HeadgateConfig config) {
    Instant now = Instant.ofEpochMilli(means.clock().epochMillis());
    config.warnings(now).forEach(LOG::warn);
    config.server().warning(now).ifPresent(LOG::warn);
  }

  @Override
  public void close() {
    watch.close();
  }
}
